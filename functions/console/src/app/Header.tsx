import {
  ActionIcon,
  Button,
  Popover,
  Text,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import type { Person } from "../session/session";
import { useStore } from "../store";
import { useSignOut } from "../write/useSignOut";
import { ui } from "./icons";
import { liveState } from "./live";
import classes from "./Header.module.css";

/** Live state, colour scheme, the signed-in person with the tenant, and signing out. */
export function Header({ person }: { person: Person }) {
  const { leave, dialog } = useSignOut();
  const initials = person.name.slice(0, 1).toUpperCase();
  return (
    <div className={classes.header}>
      <LiveBadge />
      <SchemeSwitch />
      <Popover position="bottom-end" width={240} shadow="md" trapFocus>
        <Popover.Target>
          <UnstyledButton className={classes.person}>
            <span className={classes.initials} aria-hidden>
              {initials}
            </span>
            <span className={classes.who}>
              <Text size="sm" fw={600} truncate>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {person.tenantId}
              </Text>
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={classes.about}>
            <Text size="sm" fw={600}>
              {person.name}
            </Text>
            <Text size="xs" c="dimmed">
              Tenant {person.tenantId}
            </Text>
            <Text size="xs" c="dimmed">
              {person.roles.join(", ")}
            </Text>
          </div>
          <Button fullWidth variant="default" onClick={leave}>
            Sign out
          </Button>
        </Popover.Dropdown>
      </Popover>
      {dialog}
    </div>
  );
}

function LiveBadge() {
  const state = useStore(liveState);
  return (
    <span role="status" className={classes.live} data-state={state ?? undefined}>
      {state === "live" ? "Live" : state === "reconnecting" ? "Reconnecting…" : ""}
    </span>
  );
}

/** Switches between light and dark. Until it is used, the system's setting applies. */
export function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "light" ? "dark" : "light";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={`Use ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      {scheme === "light" ? ui.moon : ui.sun}
    </ActionIcon>
  );
}
