import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Problem, Unanswered, isTransient } from "../api/problem";
import { toastDone, toastRefused } from "../ui/toast";
import { KeyOfForm } from "./key";
import { type UnfinishedWrite, isTooOld, keep, recordLoss, settle, unfinishedOf, useUnfinished } from "./unfinished";

/** The state and the functions of a write, for its form. */
export interface Write<Payload, Answer> {
  /** Sends the payload; does nothing while a write is in progress. */
  send: (payload: Payload) => void;
  /** Sends the same payload with the same key again, if there was no answer. */
  resend: () => void;
  /** Clears the outcome of the last write, for a form that is opened again. */
  reset: () => void;
  isSending: boolean;
  /** It is being resent automatically with the same key, because there was no answer. */
  isResending: boolean;
  /** There was no answer and the outcome is unknown: it can be resent, but not changed. */
  isUnknown: boolean;
  /** The write that is being sent, or that had no answer. */
  unfinished: UnfinishedWrite | undefined;
  answer: Answer | undefined;
  refusal: Problem | null;
}

export interface WriteOptions<Payload, Answer> {
  /** The form's id, by which its unfinished write is found after a reload: "transfer", "debit <customer's id>". */
  id: string;
  /** The write in a few words: "9.00 USD to desky". */
  what: (payload: Payload) => string;
  /** The address of the page that shows its effect; by default, the form's own. */
  page?: string;
  /** The values of the form's fields, as JSON, so that they can be shown again. */
  draft?: () => unknown;
  send: (payload: Payload, key: string) => Promise<Answer>;
  /** isLeft: whether the form was left meanwhile, so that it must not lead to another page. */
  onDone?: (answer: Answer, payload: Payload, isLeft: boolean) => void;
  /** Called when the unfinished write was settled elsewhere: what the form shows of it must not be sent anew. */
  onSettledElsewhere?: () => void;
  onRefused?: (refusal: Problem, payload: Payload, isLeft: boolean) => void;
}

interface Sent<Payload> {
  payload: Payload;
  key: string;
}

/** Automatic retries of a write, and the pause before the first. */
const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/**
 * A write that takes effect once. Its Idempotency-Key is created when the form opens. A double click, a lost answer and
 * a busy server use the same key, so that the API processes it at most once. A new key is created after a success and
 * for a changed payload. A write without an answer is kept until it has one (`unfinished.ts`): the form can only send
 * that one again, also after a reload.
 */
export function useWrite<Payload, Answer>(options: WriteOptions<Payload, Answer>): Write<Payload, Answer> {
  const keys = useRef<KeyOfForm>(null);
  const isInProgress = useRef(false);
  const isMounted = useRef(false);
  /** Whether there was an unfinished write that may be settled elsewhere. */
  const isKept = useRef(false);
  const { id } = options;
  const unfinished = useUnfinished().find(({ form }) => form === id);
  const mutation = useMutation<Answer, Error, Sent<Payload>>({
    networkMode: "always",
    mutationFn: async ({ payload, key }) => {
      // A write is dropped when the person signs out: it is not repeated in somebody else's name.
      const kept = unfinishedOf(id);
      if (kept?.key !== key) throw new Error("The person who sent it has signed out.");
      if (isTooOld(kept)) throw new Unanswered("timeout");
      try {
        return await options.send(payload, key);
      } catch (error) {
        recordLoss(id, error);
        throw error;
      }
    },
    retry: (times, error) => times < MAX_RETRIES && isTransient(error),
    retryDelay: (times, error) => pauseBefore(times, error),
    onSuccess: (answer, { payload, key }) => {
      if (unfinishedOf(id)?.key !== key) return; // The person has signed out.
      isKept.current = false;
      settle(id);
      keys.current?.done();
      if (!isMounted.current) toastDone("Done", options.what(payload));
      options.onDone?.(answer, payload, !isMounted.current);
    },
    onError: (error, { payload, key }) => {
      if (unfinishedOf(id)?.key !== key) return;
      isKept.current = false;
      settle(id, error);
      if (!(error instanceof Problem) || unfinishedOf(id) !== undefined) return;
      if (!isMounted.current) toastRefused(`Refused: ${options.what(payload)}`, error.detail);
      options.onRefused?.(error, payload, !isMounted.current);
    },
    onSettled: () => {
      isInProgress.current = false;
    },
  });

  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  useEffect(() => {
    if (unfinished !== undefined) isKept.current = true;
    else if (isKept.current) {
      isKept.current = false;
      keys.current?.done();
      options.onSettledElsewhere?.();
    }
  });

  const send = (payload: Payload) => {
    const kept = unfinishedOf(id);
    if (isInProgress.current || kept?.isSending === true || (kept !== undefined && isTooOld(kept))) return;
    isInProgress.current = true;
    keys.current ??= new KeyOfForm();
    const sending = kept === undefined ? payload : (kept.payload as Payload);
    const key = kept?.key ?? keys.current.for(payload);
    const page = options.page ?? location.pathname + location.search;
    keep({ form: id, what: options.what(sending), key, payload: sending, draft: options.draft?.() ?? null, page });
    mutation.mutate({ payload: sending, key });
  };

  return {
    send,
    resend: () => {
      if (unfinished !== undefined) send(unfinished.payload as Payload);
    },
    reset: mutation.reset,
    isSending: mutation.isPending || unfinished?.isSending === true,
    isResending: mutation.isPending && mutation.failureCount > 0,
    isUnknown: unfinished?.isSending === false,
    unfinished,
    answer: mutation.data,
    refusal: mutation.error === null || isTransient(mutation.error) ? null : asProblem(mutation.error),
  };
}

/** An error of the page itself is shown like a refusal. */
function asProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  return new Problem(new Response(null, { status: 500 }), { title: "Something went wrong", detail: error.message });
}

/** The pause in milliseconds: doubled each time, or the server's Retry-After of at most 10 s. */
function pauseBefore(times: number, error: Error): number {
  const requestedMs = error instanceof Problem ? (error.retryAfter ?? 0) * 1_000 : 0;
  return Math.max(
    Math.min(requestedMs, 10_000),
    error instanceof Unanswered && times === 0 ? FIRST_PAUSE_MS / 2 : FIRST_PAUSE_MS * 2 ** times,
  );
}
