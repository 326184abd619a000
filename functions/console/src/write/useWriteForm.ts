import { type UseFormInput, type UseFormReturnType, useForm } from "@mantine/form";
import { type SubmitEvent, useEffect, useId, useRef } from "react";
import type { Problem } from "../api/problem";
import { isShownBy, refusedFields } from "./fields";
import { type Write, type WriteOptions, useWrite } from "./useWrite";
import { unfinishedOf } from "./unfinished";

interface WriteFormOptions<Values, Payload, Answer> extends Omit<WriteOptions<Payload, Answer>, "draft"> {
  initialValues: Values;
  validate?: UseFormInput<Values>["validate"];
  /** The fields to which a refusal may point. */
  fields: readonly string[];
  /** The field of a refusal's code: `{ username_taken: "username" }`. */
  byCode?: Readonly<Record<string, string>>;
  /** The form's field of an API's, where their names differ. */
  fieldOf?: (name: string, values: Values) => string;
  /** The field that gets the focus after a success, if the form stays. */
  first?: string;
}

/** A form of one write: its fields, the write, and how they belong together. */
export interface WriteForm<Values extends object, Payload, Answer> {
  form: UseFormReturnType<Values>;
  write: Write<Payload, Answer>;
  /** Whether the fields cannot be changed: the write is being sent, or had no answer. */
  isLocked: boolean;
  /** Whether the refusal is already shown at its fields. */
  isShownByFields: boolean;
  /** The handler of a submit: validates, then calls `then`; otherwise the first field with an error gets the focus. */
  submit: (then: (values: Values) => void) => (event: SubmitEvent<HTMLFormElement>) => void;
}

/**
 * A form with `useWrite`. Its values are kept with an unfinished write and shown again; a refusal is shown at its
 * fields; the focus goes to the first field with an error, and after a success to `first`.
 */
export function useWriteForm<Values extends object, Payload, Answer>(
  options: WriteFormOptions<Values, Payload, Answer>,
): WriteForm<Values, Payload, Answer> {
  const { id, initialValues, validate, fields, byCode, fieldOf = (name: string) => name, first } = options;
  const focus = useRef<"error" | "first" | null>(null);
  const form = useForm<Values>({
    // Of letters, digits and dashes.
    name: useId().replaceAll("_", "-"),
    initialValues: (unfinishedOf(id)?.draft as Values | undefined) ?? initialValues,
    ...(validate === undefined ? {} : { validate }),
  });
  const refusedBy = (refusal: Problem): Record<string, string> => {
    const refused: Partial<Record<string, string>> = refusedFields(refusal, fields, byCode);
    return Object.fromEntries(
      fields.flatMap((name) => (refused[name] === undefined ? [] : [[fieldOf(name, form.getValues()), refused[name]]])),
    );
  };
  const write = useWrite<Payload, Answer>({
    ...options,
    draft: () => form.getValues(),
    onDone: (answer, payload, isLeft) => {
      form.setInitialValues(initialValues);
      focus.current = "first";
      options.onDone?.(answer, payload, isLeft);
    },
    onRefused: (refusal, payload, isLeft) => {
      form.setInitialValues(initialValues);
      form.setErrors(refusedBy(refusal));
      focus.current = "error";
      options.onRefused?.(refusal, payload, isLeft);
    },
    onSettledElsewhere: () => {
      form.setInitialValues(initialValues);
      form.setValues(initialValues);
    },
  });
  const isLocked = write.isSending || write.isUnknown;
  // After a dialog of the form has closed, and once the fields can be changed.
  useEffect(() => {
    if (isLocked || focus.current === null) return;
    if (focus.current === "error") giveFocus(Object.keys(form.errors).map(form.getInputNode));
    else if (first !== undefined) giveFocus([form.getInputNode(first)]);
    focus.current = null;
  });
  return {
    form,
    write,
    isLocked,
    isShownByFields: write.refusal !== null && isShownBy(write.refusal, fields, byCode),
    submit: (then) => form.onSubmit(then, (errors) => giveFocus(Object.keys(errors).map(form.getInputNode))),
  };
}

/** Gives the focus to the first of the nodes on the page, unless the person writes in another form. */
function giveFocus(nodes: readonly (HTMLElement | null)[]): void {
  const [first] = nodes
    .filter((node) => node !== null)
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const written = document.activeElement?.closest("form");
  if (first !== undefined && (written == null || written === first.closest("form"))) first.focus();
}
