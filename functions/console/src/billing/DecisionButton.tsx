import { Button, type ButtonProps, Text, Textarea } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";

/** The words that go with a decision, where it takes any. */
interface Asked {
  /** The API's name of them, to which a refusal points. */
  name: "note" | "reason";
  label: string;
  description?: string;
  isRequired?: boolean;
  /** In characters, as the API takes them. */
  longest: number;
}

export const NOTE: Asked = { name: "note", label: "Note", description: "Optional.", longest: 512 };
export const REASON: Asked = { name: "reason", label: "Reason", isRequired: true, longest: 500 };

interface DecisionButtonProps<Answer> extends Pick<ButtonProps, "variant" | "size"> {
  /** The verb of the button that confirms: "Approve". */
  verb: string;
  /** What stands on the button that asks, where that is shorter than the verb. */
  label?: string;
  title: string;
  isDangerous?: boolean;
  ask?: Asked;
  /** Sends what was decided; the words are null where none were written. */
  send: (words: string | null, key: string) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  /** The state may have changed under the reader: reads it anew. */
  onRefused?: () => void;
  /** What is decided upon, and what comes of it. */
  children: ReactNode;
}

/** A button that asks before it does something, with a note or a reason. A refusal stands where it was decided. */
export function DecisionButton<Answer>(props: DecisionButtonProps<Answer>) {
  const { verb, title, isDangerous = false, ask, send, onDone, onRefused, children, variant = "default" } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [words, setWords] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const form = useId();
  const write = useWrite({
    send: (said: string | null, key) => send(said, key),
    onDone: (answer) => {
      setIsOpen(false);
      onDone(answer);
    },
    onRefused: () => onRefused?.(),
  });
  const open = () => {
    // Where nobody knows what became of the last one, it is shown as it was, and sent again with its key.
    if (!write.isUnknown) {
      write.reset();
      setWords("");
    }
    setIsMissing(false);
    setIsOpen(true);
  };
  const decide = () => {
    const said = words.trim();
    setIsMissing(ask?.isRequired === true && said === "");
    if (ask?.isRequired !== true || said !== "") write.send(said === "" ? null : said);
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
        onConfirm={decide}
        onCancel={() => setIsOpen(false)}
      >
        {children}
        {ask !== undefined && (
          <Textarea
            id={form}
            label={ask.label}
            description={ask.description}
            required={ask.isRequired === true}
            maxLength={ask.longest}
            autosize
            minRows={2}
            maxRows={6}
            value={words}
            disabled={write.isSending || write.isUnknown}
            error={isMissing ? "Say why: it is kept with the decision." : (refused[ask.name] ?? null)}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <WriteNotice write={write} isShownByFields={isShownByFields} />
        {write.refusal?.code === "self_approval" && <FourEyes />}
      </ConfirmDialog>
    </>
  );
}

/** Why a decision takes somebody else. */
export function FourEyes() {
  return (
    <Text size="sm">
      Four eyes see every top-up: whoever asked for it, or submitted its payment, cannot be the one who confirms it. Ask
      another operator to do it.
    </Text>
  );
}
