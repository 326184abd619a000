import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { BalanceHint } from "../billing/BalanceHint";
import { Transactions } from "../billing/Transactions";
import { walletOf } from "../billing/queries";
import { useIsOwner, useIsRoot } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { Filters } from "../ui/filters";
import { AdjustForm } from "./AdjustForm";
import { ContactForm } from "./ContactForm";
import { FreezeWallet } from "./FreezeWallet";
import { TenantFilter } from "./TenantFilter";
import classes from "./WalletPage.module.css";
import { TENANTS, tenantNamed } from "./tenants";

const route = getRouteApi("/operator/operator/wallet");

/** A tenant's prepaid wallet for its operator. The tenant's owner can also adjust it, and the platform's operator freeze
 * it. */
export function WalletPage() {
  const { tenant } = route.useSearch();
  const isRoot = useIsRoot();
  return (
    <Page
      title="Prepaid wallet"
      lead={
        isRoot
          ? "The balance, contact and transactions of a tenant."
          : "The balance, contact and transactions of your tenant."
      }
    >
      {isRoot && (
        <Filters>
          <TenantFilter placeholder="acme" />
        </Filters>
      )}
      {!isRoot ? (
        <Wallet tenant={undefined} />
      ) : tenant === undefined ? (
        <Surface>
          <Text size="sm">Enter a tenant to see its wallet.</Text>
        </Surface>
      ) : (
        <NamedWallet key={tenant} tenant={tenant} />
      )}
    </Page>
  );
}

/** The wallet of the tenant that is named. Reading it would make it, and with it the tenant, even if the name is wrong. */
function NamedWallet({ tenant }: { tenant: string }) {
  const named = useQuery(tenantNamed(tenant));
  return (
    <Loaded what="the tenant" query={named}>
      {({ total_count }) => (total_count === 0 ? <NewWallet tenant={tenant} /> : <Wallet tenant={tenant} />)}
    </Loaded>
  );
}

function NewWallet({ tenant }: { tenant: string }) {
  const queries = useQueryClient();
  const opening = useMutation({
    mutationFn: () => queries.query(walletOf(tenant)),
    onSuccess: () => queries.invalidateQueries({ queryKey: TENANTS }),
  });
  return (
    <Surface>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">A tenant has a wallet as soon as somebody uses it. If the name is right, open one here.</Text>
        {opening.error !== null && <ProblemView error={opening.error} onRetry={() => opening.mutate()} />}
        <Button variant="default" loading={opening.isPending} onClick={() => opening.mutate()}>
          Open a wallet for {tenant}
        </Button>
      </Stack>
    </Surface>
  );
}

function Wallet({ tenant }: { tenant: string | undefined }) {
  const { kind, cursor } = route.useSearch();
  const isRoot = useIsRoot();
  const isOwner = useIsOwner();
  const query = useQuery(walletOf(tenant));
  return (
    <Loaded what="the wallet" query={query}>
      {(wallet) => (
        <Stack gap="lg">
          <div>
            <BalanceHint wallet={wallet} />
            <Tiles>
              <Tile label="Balance" note={wallet.tenant_id}>
                <AmountText amount={wallet.balance} currency={wallet.currency} words={["", "owed", "left"]} />
              </Tile>
              <Tile label="Status" note={isRoot && <FreezeWallet wallet={wallet} />}>
                <StatusBadge status={wallet.status} />
              </Tile>
            </Tiles>
          </div>
          <div className={classes.halves}>
            <Surface title="E-mail goes to">
              <ContactForm tenant={tenant} />
            </Surface>
            {isOwner && (
              <Surface title="Adjust the balance">
                <AdjustForm wallet={wallet} tenant={tenant} />
              </Surface>
            )}
          </div>
          <section aria-label="Transactions">
            <Transactions tenant={tenant} kind={kind} cursor={cursor} />
          </section>
        </Stack>
      )}
    </Loaded>
  );
}
