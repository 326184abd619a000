import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { Problem, Unanswered, isPassing } from "../api/problem";
import { KeyOfForm } from "./key";

/** A write as its form sees it. */
export interface Write<Payload, Answer> {
  /** Sends the payload once; while it is under way, another press does nothing. */
  send: (payload: Payload) => void;
  /** Sends the same payload with the same key again, after no answer came. */
  resend: () => void;
  /** Forgets what came of the last one; a form that is opened anew begins here. */
  reset: () => void;
  isSending: boolean;
  /** It is being sent again by itself, with the same key, because no answer came. */
  isResending: boolean;
  /** No answer came and nobody knows whether it was done: it can be sent again, not changed. */
  isUnknown: boolean;
  answer: Answer | undefined;
  refusal: Problem | null;
}

interface WriteOptions<Payload, Answer> {
  send: (payload: Payload, key: string) => Promise<Answer>;
  onDone?: (answer: Answer, payload: Payload) => void;
  onRefused?: (refusal: Problem, payload: Payload) => void;
}

/** How often a write is sent again by itself, and after how many milliseconds at first. */
const TIMES = 3;
const PAUSE = 1_000;

/**
 * A write that happens once. Its Idempotency-Key is made when the form opens; a double click, a lost answer and a
 * server that is busy send the same key, so that the API does it at most once. A new key comes only after a success
 * or with a changed payload.
 */
export function useWrite<Payload, Answer>(options: WriteOptions<Payload, Answer>): Write<Payload, Answer> {
  const keys = useRef<KeyOfForm>(null);
  const isUnderWay = useRef(false);
  const mutation = useMutation<Answer, Error, Payload>({
    networkMode: "always",
    mutationFn: (payload) => {
      keys.current ??= new KeyOfForm();
      return options.send(payload, keys.current.for(payload));
    },
    retry: (times, error) => times < TIMES && isPassing(error),
    retryDelay: (times, error) => pauseBefore(times, error),
    onSuccess: (answer, payload) => {
      keys.current?.done();
      options.onDone?.(answer, payload);
    },
    onError: (error, payload) => {
      if (error instanceof Problem) options.onRefused?.(error, payload);
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });

  const send = (payload: Payload) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
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
    isUnknown: mutation.isError && isPassing(mutation.error),
    answer: mutation.data,
    refusal: mutation.error === null || isPassing(mutation.error) ? null : asProblem(mutation.error),
  };
}

/** A fault of the page itself is shown like a refusal, rather than lost. */
function asProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  return new Problem(new Response(null, { status: 500 }), { title: "Something went wrong", detail: error.message });
}

/** Milliseconds: twice as long each time, or what the server asks for, within reason. */
function pauseBefore(times: number, error: Error): number {
  const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1_000 : 0;
  return Math.max(Math.min(asked, 10_000), error instanceof Unanswered && times === 0 ? PAUSE / 2 : PAUSE * 2 ** times);
}
