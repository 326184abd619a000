import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { ButtonLink } from "../ui/links";

export function NotFound() {
  return (
    <Page title="There is no such page">
      <Text mb="md">The address may be mistyped, or what it named is no longer there.</Text>
      <ButtonLink to="/">Go to the first page</ButtonLink>
    </Page>
  );
}
