import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { changed } from "../app/search";
import { BalanceHint } from "../billing/BalanceHint";
import { Movements } from "../billing/Movements";
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

/** The tenant's prepaid wallet: what it holds, how to fill it, and what moved. */
export function WalletPage() {
  const { kind, offset = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const wallet = useQuery(walletOf());
  return (
    <Page title="Wallet" lead="What your tenant has prepaid. Messages and services are charged to it as they happen.">
      <Loaded what="the wallet" query={wallet}>
        {(own) => (
          <>
            <BalanceHint wallet={own} advice="Ask for a top-up below." />
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
                <Surface title="Ask for a top-up">
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
      <section aria-label="Movements" className={classes.movements}>
        <Movements
          kind={kind}
          offset={offset}
          onKind={(to) => void navigate({ search: (old) => changed(old, { kind: to }), replace: true })}
          onOffset={(to) => void navigate({ search: (old) => changed(old, { offset: to }) })}
        />
      </section>
    </Page>
  );
}

/** How many requests wait for the operator, with the way to them. */
function WaitingTile() {
  const waiting = useQuery(ownRequests({ status: "pending" }, 0));
  return (
    <Tile
      label="Requests waiting"
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

/** Where invoices are mailed to; only an operator changes it. */
function ContactSurface() {
  const contact = useQuery(contactOf());
  return (
    <Surface title="E-mail goes to">
      <Loaded what="the contact" query={contact}>
        {({ email, name }) =>
          email === null ? (
            <Text size="sm">
              Nobody is named yet: an invoice goes to whoever asked for the top-up, where an address of theirs is known.
              Your operator can name somebody.
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
