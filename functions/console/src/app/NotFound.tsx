import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { ButtonLink } from "../ui/links";

/** What a guard says of a page that is there, but for none of the person's roles. */
export const NOT_FOR_YOU = "not for you";

/** In place of a page that is not there, or not for this person. */
export function NotFound({ data }: { data?: unknown }) {
  const isThere = data === NOT_FOR_YOU;
  return (
    <Page title={isThere ? "This page is not for you" : "There is no such page"}>
      <Text mb="md">
        {isThere
          ? "Your account has none of the roles that it is for. Whoever keeps your accounts can change that."
          : "The address may be mistyped, or what it named is no longer there."}
      </Text>
      <ButtonLink to="/">Go to the first page</ButtonLink>
    </Page>
  );
}
