import { Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { MethodDetails } from "../billing/MethodDetails";
import { availableMethods } from "../billing/queries";
import { Empty } from "../ui/DataTable";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { Surface } from "../ui/Surface";
import { Filters, useFilter } from "../ui/filters";
import { TextLink } from "../ui/links";
import classes from "./MethodsPage.module.css";

const route = getRouteApi("/tenant/billing/methods");

/** The payment methods that are offered to the tenant. */
export function MethodsPage() {
  const { country } = route.useSearch();
  const available = useQuery(availableMethods(country));
  return (
    <Page
      title="How to pay"
      lead={
        <>
          Pay by one of these methods and name the invoice. Then submit the payment on the page of the invoice, among{" "}
          <TextLink to="/billing/invoices" search={{ status: "issued" }} underline="always" inherit>
            the invoices to pay
          </TextLink>
          .
        </>
      }
    >
      <Filters>
        <CountryFilter />
      </Filters>
      <Loaded what="the ways to pay" query={available}>
        {({ methods, default_method }) =>
          methods.length === 0 ? (
            <Surface>
              <Empty title="No manual payment method">Ask your operator how to pay.</Empty>
            </Surface>
          ) : (
            <div className={classes.methods}>
              {methods.map((method) => (
                <Surface
                  key={method.id}
                  title={method.display_name}
                  aside={method.id === default_method && <StatusBadge status="default" label="Default" tone="accent" />}
                >
                  <Text size="xs" c="dimmed" mb="xs">
                    {wordsOf(method.type)}
                  </Text>
                  <MethodDetails method={method} />
                </Surface>
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

const countryOf = (letters: string) => (letters.length === 2 ? letters : undefined);

/** The filter by a country code, applied when it has two letters. It follows the address. */
function CountryFilter() {
  const { value, apply } = useFilter("country");
  const [typed, setTyped] = useState(value ?? "");
  const [before, setBefore] = useState(value);
  if (before !== value) {
    setBefore(value);
    if (value !== countryOf(typed)) setTyped(value ?? "");
  }
  return (
    <TextInput
      label="You pay from"
      description="Two letters of the country, such as KE. Empty: every country."
      value={typed}
      maxLength={2}
      autoComplete="country"
      onChange={(event) => {
        const letters = event.currentTarget.value.toUpperCase().replace(/[^A-Z]/g, "");
        setTyped(letters);
        apply(letters);
      }}
    />
  );
}
