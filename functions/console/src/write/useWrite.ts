import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { Problem, Unanswered, isTransient } from "../api/problem";
import { KeyOfForm } from "./key";

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
  answer: Answer | undefined;
  refusal: Problem | null;
}

interface WriteOptions<Payload, Answer> {
  send: (payload: Payload, key: string) => Promise<Answer>;
  onDone?: (answer: Answer, payload: Payload) => void;
  onRefused?: (refusal: Problem, payload: Payload) => void;
}

/** Automatic retries of a write, and the pause before the first. */
const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/**
 * A write that takes effect once. Its Idempotency-Key is created when the form opens. A double click, a lost answer and
 * a busy server use the same key, so that the API processes it at most once. A new key is created after a success and
 * for a changed payload.
 */
export function useWrite<Payload, Answer>(options: WriteOptions<Payload, Answer>): Write<Payload, Answer> {
  const keys = useRef<KeyOfForm>(null);
  const isInProgress = useRef(false);
  const mutation = useMutation<Answer, Error, Payload>({
    networkMode: "always",
    mutationFn: (payload) => {
      keys.current ??= new KeyOfForm();
      return options.send(payload, keys.current.for(payload));
    },
    retry: (times, error) => times < MAX_RETRIES && isTransient(error),
    retryDelay: (times, error) => pauseBefore(times, error),
    onSuccess: (answer, payload) => {
      keys.current?.done();
      options.onDone?.(answer, payload);
    },
    onError: (error, payload) => {
      if (error instanceof Problem) options.onRefused?.(error, payload);
    },
    onSettled: () => {
      isInProgress.current = false;
    },
  });

  const send = (payload: Payload) => {
    if (isInProgress.current) return;
    isInProgress.current = true;
    mutation.mutate(payload);
  };

  return {
    send,
    resend: () => {
      if (mutation.variables !== undefined) send(mutation.variables);
    },
    reset: mutation.reset,
    isSending: mutation.isPending,
    isResending: mutation.isPending && mutation.failureCount > 0,
    isUnknown: mutation.isError && isTransient(mutation.error),
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
