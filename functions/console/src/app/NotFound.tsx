import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { ButtonLink } from "../ui/links";

/** Marks a page that exists, but for none of the person's roles. */
export const NOT_FOR_YOU = "not for you";

/** Replaces a page that does not exist, or that the person's roles do not allow. */
export function NotFound({ data }: { data?: unknown }) {
  const exists = data === NOT_FOR_YOU;
  return (
    <Page title={exists ? "This page is not for you" : "There is no such page"}>
      <Text mb="md">
        {exists
          ? "Your account has none of the roles for this page. Your administrator can change that."
          : "The address may be mistyped, or the page no longer exists."}
      </Text>
      <ButtonLink to="/">Go to the first page</ButtonLink>
    </Page>
  );
}
