import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { BalanceHint } from "../billing/BalanceHint";
import { Transactions } from "../billing/Transactions";
import { contactOf, ownRequests, walletOf } from "../billing/queries";
import { AmountText } from "../ui/AmountText";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TextLink } from "../ui/links";
import { TopUpForm } from "./TopUpForm";
import classes from "./WalletPage.module.css";

const route = getRouteApi("/tenant/billing");

/** The tenant's prepaid wallet: balance, top-up form and transactions. */
export function WalletPage() {
  const { kind, cursor } = route.useSearch();
  const wallet = useQuery(walletOf());
  return (
    <Page title="Wallet" lead="Your tenant’s prepaid balance. Messages and services are charged to it.">
      <Loaded what="the wallet" query={wallet}>
        {(own) => (
          <>
            <BalanceHint wallet={own} advice="Request a top-up below." />
            <div className={classes.halves}>
              <div className={classes.tiles}>
                <Tiles>
                  <Tile label="Balance" note={<StatusBadge status={own.status} />}>
                    <AmountText amount={own.balance} currency={own.currency} words={["", "owed", "left"]} />
                  </Tile>
                  <WaitingTile />
                </Tiles>
              </div>
              <div className={classes.form}>
                <Surface title="Request a top-up">
                  <TopUpForm wallet={own} />
                </Surface>
              </div>
              <div className={classes.contact}>
                <ContactSurface />
              </div>
            </div>
          </>
        )}
      </Loaded>
      <section aria-label="Transactions" className={classes.transactions}>
        <Transactions kind={kind} cursor={cursor} />
      </section>
    </Page>
  );
}

/** The number of pending requests, with a link to them. */
function WaitingTile() {
  const waiting = useQuery(ownRequests({ status: "pending" }, 0));
  return (
    <Tile
      label="Pending requests"
      note={
        <TextLink to="/billing/requests" size="xs">
          Your requests
        </TextLink>
      }
    >
      {waiting.data?.total_count ?? "–"}
    </Tile>
  );
}

/** The contact for e-mail, which only an operator can change. */
function ContactSurface() {
  const contact = useQuery(contactOf());
  return (
    <Surface title="E-mail goes to">
      <Loaded what="the contact" query={contact}>
        {({ email, name }) =>
          email === null ? (
            <Text size="sm">
              There is no contact yet: an invoice goes to the person who requested the top-up, if their address is
              known. Your operator can set a contact.
            </Text>
          ) : (
            <Text size="sm" className={classes.person}>
              {name !== null && <strong>{name}</strong>}
              <span>{email}</span>
            </Text>
          )
        }
      </Loaded>
    </Surface>
  );
}
