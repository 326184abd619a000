import { Group, Text, TextInput } from "@mantine/core";
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
import { TextLink } from "../ui/links";
import classes from "./MethodsPage.module.css";

const route = getRouteApi("/tenant/billing/methods");

/** The payment methods that are offered to the tenant. */
export function MethodsPage() {
  const { country } = route.useSearch();
  const navigate = route.useNavigate();
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
      <Group mb="md">
        <CountryInput
          value={country}
          onCountry={(to) => void navigate({ search: to === undefined ? {} : { country: to }, replace: true })}
        />
      </Group>
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

/** The input of a country code, applied when it has two letters or none. */
function CountryInput({
  value,
  onCountry,
}: {
  value: string | undefined;
  onCountry: (country: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value ?? "");
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
        if (letters.length === 2) onCountry(letters);
        if (letters === "") onCountry(undefined);
      }}
    />
  );
}
