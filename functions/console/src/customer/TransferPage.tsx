import { getRouteApi } from "@tanstack/react-router";
import { changed } from "../app/search";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { TransferForm } from "./TransferForm";
import classes from "./TransferPage.module.css";
import { Wallets, walletOf } from "./Wallets";

const route = getRouteApi("/customer/account/transfer");

/** Sends something to another person. */
export function TransferPage() {
  const { currency, to } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title="Transfer" lead="Sends an amount out of one of your wallets to another person’s, at once.">
      <div className={classes.narrow}>
        <Wallets>
          {(wallets) => (
            <Surface>
              <TransferForm
                wallets={wallets}
                wallet={walletOf(wallets, currency)}
                to={to ?? ""}
                onCurrency={(other) =>
                  void navigate({ search: (old) => changed(old, { currency: other }), replace: true })
                }
              />
            </Surface>
          )}
        </Wallets>
      </div>
    </Page>
  );
}
