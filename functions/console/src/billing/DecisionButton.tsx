import { Button, type ButtonProps, Text, Textarea } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { toastRefused } from "../ui/toast";
import { Fields } from "../write/Fields";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";

/** The text field of a decision. */
interface DecisionField {
  /** The API's field name, to which the pointer of a refusal refers. */
  name: "note" | "reason" | "reference";
  label: string;
  description?: string;
  isRequired?: boolean;
  /** The API's maximum in characters. */
  maxLength: number;
}

export const NOTE: DecisionField = { name: "note", label: "Note", description: "Optional.", maxLength: 512 };
export const REFERENCE: DecisionField = {
  name: "reference",
  label: "Reference",
  description: "Optional. The one under which the money arrived.",
  maxLength: 128,
};
export const REASON: DecisionField = { name: "reason", label: "Reason", isRequired: true, maxLength: 500 };

interface DecisionButtonProps<Answer> extends Pick<ButtonProps, "variant" | "size"> {
  /** The id of the subject. With the verb it is the form's for `useWrite`. */
  id: string;
  /** The decision in a few words: "Approve the payment of 45.50 USD for TOP-202611-ABC-DEF". */
  what: string;
  /** The verb of the button that confirms: "Approve". */
  verb: string;
  /** A shorter label of the button that opens the dialog. */
  label?: string;
  title: string;
  isDangerous?: boolean;
  ask?: DecisionField;
  /** Sends the decision; words: the text, or null without one. */
  send: (words: string | null, key: string) => Promise<Answer>;
  /** isLeft: whether the page was left meanwhile. */
  onDone: (answer: Answer, isLeft: boolean) => void;
  /** Called to read the subject again, since its status may have changed. */
  onRefused?: () => void;
  /** The subject and the effects of the decision. */
  children: ReactNode;
}

/** A button with a confirmation dialog, with a note or a reason. Refusals are shown in the dialog. */
export function DecisionButton<Answer>(props: DecisionButtonProps<Answer>) {
  const {
    id,
    what,
    verb,
    title,
    isDangerous = false,
    ask,
    send,
    onDone,
    onRefused,
    children,
    variant = "default",
  } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [words, setWords] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const form = useId();
  const write = useWrite({
    id: `${verb} ${id}`,
    what: () => what,
    send: (text: string | null, key) => send(text, key),
    onDone: (answer, _, isLeft) => {
      setIsOpen(false);
      onDone(answer, isLeft);
    },
    onRefused: (refusal) => {
      if (!isOpen) toastRefused(`Refused: ${what}`, refusal.detail);
      onRefused?.();
    },
  });
  const open = () => {
    // If the last decision had no answer, it is shown unchanged, to be sent again with its key.
    if (!write.isUnknown) write.reset();
    setWords((write.unfinished?.payload as string | null | undefined) ?? "");
    setIsMissing(false);
    setIsOpen(true);
  };
  const decide = () => {
    const text = words.trim();
    setIsMissing(ask?.isRequired === true && text === "");
    if (ask?.isRequired !== true || text !== "") write.send(text === "" ? null : text);
  };
  const refused = ask === undefined || write.refusal === null ? {} : refusedFields(write.refusal, [ask.name]);
  const isShownByFields = Object.keys(refused).length > 0;
  return (
    <>
      <Button variant={variant} size={props.size ?? "xs"} onClick={open}>
        {props.label ?? verb}
      </Button>
      <ConfirmDialog
        opened={isOpen}
        title={title}
        confirm={verb}
        isDangerous={isDangerous}
        isSending={write.isSending}
        isDisabled={write.isUnknown}
        onConfirm={decide}
        onCancel={() => setIsOpen(false)}
      >
        {children}
        {ask !== undefined && (
          <Fields isLocked={write.isSending || write.isUnknown}>
            <Textarea
              id={form}
              label={ask.label}
              description={ask.description}
              required={ask.isRequired === true}
              maxLength={ask.maxLength}
              autosize
              minRows={2}
              maxRows={6}
              value={words}
              error={isMissing ? "Enter a reason. It is stored with the decision." : (refused[ask.name] ?? null)}
              onChange={(event) => setWords(event.currentTarget.value)}
              data-autofocus
            />
          </Fields>
        )}
        <WriteNotice write={write} isShownByFields={isShownByFields} onCheck={() => setIsOpen(false)} />
        {write.refusal?.code === "self_approval" && <FourEyes />}
      </ConfirmDialog>
    </>
  );
}

/** Explains the rule of four eyes. */
export function FourEyes() {
  return (
    <Text size="sm">
      Two people take part: whoever requested it or took part in it, such as by submitting the payment, cannot confirm
      it. Ask another operator to do it.
    </Text>
  );
}
