import { ActionIcon, CopyButton, Text } from "@mantine/core";
import type { Schemas } from "../api/client";
import { Facts } from "../ui/Facts";
import { wordsOf } from "../ui/StatusBadge";
import classes from "./MethodDetails.module.css";

type Method = Schemas["BankTransfer"] | Schemas["LocalWallet"];

/** The account or wallet of a method, by the names that the operator chose. */
export function detailsOf(method: Method): Readonly<Record<string, string>> {
  return method.type === "bank_transfer" ? method.bank_details : method.wallet_details;
}

/** Instructions for the payer, and the account or wallet to pay to. */
export function MethodDetails({ method }: { method: Method }) {
  return (
    <div className={classes.details}>
      <Text size="sm" className={classes.instructions}>
        {method.instructions}
      </Text>
      <Facts
        of={Object.entries(detailsOf(method)).map(([name, value]) => [
          wordsOf(name),
          <span key={name} className={classes.value}>
            {value} <Copy name={wordsOf(name)} value={value} />
          </span>,
        ])}
      />
    </div>
  );
}

/** A button that copies one value, such as an account number. */
function Copy({ name, value }: { name: string; value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          size="sm"
          color="gray"
          aria-label={copied ? `${name} is copied` : `Copy: ${name}`}
          onClick={copy}
        >
          {copied ? DONE : SHEETS}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

const icon = { width: 14, height: 14, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 2 };
const SHEETS = (
  <svg {...icon} aria-hidden>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5 15V6a2 2 0 0 1 2-2h9" />
  </svg>
);
const DONE = (
  <svg {...icon} aria-hidden>
    <path d="m5 13 4 4L19 7" />
  </svg>
);
