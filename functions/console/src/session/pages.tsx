import { Alert, Button, Group, Loader, Modal, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { Brand } from "../app/Brand";
import { SchemeSwitch } from "../app/Header";
import { useStore } from "../store";
import { ProblemView } from "../ui/ProblemView";
import { Words } from "../write/Words";
import { useUnfinished } from "../write/unfinished";
import { configuration } from "./configuration";
import { type Persona, personas, resumePersona, signInAs } from "./personas";
import { type EndReason, endReason, session, signOut } from "./session";
import classes from "./pages.module.css";

const END_MESSAGES: Record<Exclude<EndReason, "leaving">, string> = {
  "signed-out": "You have signed out.",
  "signed-out-here": "You have signed out here. Your organisation’s sign-in could not be reached: close the browser.",
};

/** The sign-in page: redirects to the issuer, or lists the personas of the local system. */
export function SignInPage() {
  const configured = useQuery({ queryKey: ["configuration"], queryFn: configuration, staleTime: Infinity });
  const person = useStore(session)?.person;
  const reason = useStore(endReason);
  if (reason === "leaving") {
    return (
      <SignInFrame title="Signing out">
        <Loader size="sm" aria-label="Signing out" />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title={person === undefined ? "Sign in" : "No role"}>
      {person !== undefined && <WithoutRole />}
      {person === undefined && reason !== null && <Alert color="gray">{END_MESSAGES[reason]}</Alert>}
      {configured.error !== null && <ProblemView error={configured.error} onRetry={() => void configured.refetch()} />}
      {configured.isPending && <Loader size="sm" aria-label="Loading" />}
      {person === undefined && configured.data?.sign_in === "personas" && <Personas mayResume={reason === null} />}
      {person === undefined && configured.data?.sign_in === "oidc" && <WithIssuer mayResume={reason === null} />}
    </SignInFrame>
  );
}

/** The dialog in which the person signs in again. Their page stays behind it, and what it asks of the API waits. */
export function SignInAgain() {
  const writes = useUnfinished();
  const configured = useQuery({ queryKey: ["configuration"], queryFn: configuration, staleTime: Infinity });
  return (
    <Modal
      opened
      onClose={() => undefined}
      title="Your session has ended"
      centered
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ blur: 6 }}
      zIndex={400}
    >
      <Stack>
        <Text size="sm">Sign in again to go on: the page stays as it is, and nothing that you entered is lost.</Text>
        {configured.error !== null && (
          <ProblemView error={configured.error} onRetry={() => void configured.refetch()} />
        )}
        {configured.data?.sign_in === "personas" && <Personas mayResume={false} />}
        {configured.data?.sign_in === "oidc" && <WithIssuerAgain />}
        {writes.length > 0 && (
          <div>
            <Text size="sm">If you sign out, this cannot be sent again, and its outcome is unknown:</Text>
            <Words of={writes} />
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={() => void signOut()}>
            Sign out
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function WithIssuerAgain() {
  const signIn = useMutation({
    mutationFn: async () => (await import("./oidc")).signInAgain(await configuration()),
    networkMode: "always",
  });
  const here = useMutation({
    mutationFn: async () =>
      (await import("./oidc")).startSignIn(await configuration(), location.pathname + location.search),
    networkMode: "always",
  });
  return (
    <>
      {signIn.error !== null && <ProblemView error={signIn.error} />}
      {here.error !== null && <ProblemView error={here.error} />}
      {/* It stays enabled while the other window is open, since that one may have been closed. */}
      <Button onClick={() => signIn.mutate()}>{signIn.isPending ? "Open the window again" : "Sign in"}</Button>
      {signIn.error !== null && (
        <Button variant="default" loading={here.isPending} onClick={() => here.mutate()}>
          Sign in without a window: the page is loaded anew
        </Button>
      )}
    </>
  );
}

/** The page to which the issuer redirects. */
export function SignedInPage() {
  const navigate = useNavigate();
  const back = useQuery({
    queryKey: ["signed-in"],
    queryFn: async () => {
      const oidc = await import("./oidc");
      return oidc.passOn() ? null : oidc.finishSignIn(await configuration());
    },
    retry: false,
    staleTime: Infinity,
  });
  useEffect(() => {
    if (typeof back.data === "string") void navigate({ href: back.data, replace: true });
  }, [back.data, navigate]);
  return (
    <SignInFrame title="Signing in">
      {back.data === null ? (
        <Text>You are signed in. Close this window and go on in the other one.</Text>
      ) : back.error === null ? (
        <Loader size="sm" aria-label="Signing in" />
      ) : (
        <>
          <ProblemView error={back.error} />
          <Button component="a" href="/">
            Sign in again
          </Button>
        </>
      )}
    </SignInFrame>
  );
}

function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <title>{`${title} · Purser`}</title>
      <div className={classes.card}>
        <div className={classes.top}>
          <Brand />
          <SchemeSwitch />
        </div>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        <Stack>{children}</Stack>
      </div>
    </div>
  );
}

function WithoutRole() {
  return (
    <>
      <Text>Your account has no role in Purser. Your administrator can assign one.</Text>
      <Button variant="default" onClick={() => void signOut()}>
        Sign out
      </Button>
    </>
  );
}

function WithIssuer({ mayResume }: { mayResume: boolean }) {
  const { next = "/" } = useSearch({ from: "/" });
  const leave = useQuery({
    queryKey: ["leave", next],
    queryFn: async () => {
      const oidc = await import("./oidc");
      await oidc.startSignIn(await configuration(), next);
      return null;
    },
    enabled: false,
    retry: false,
  });
  const resume = useQuery({
    queryKey: ["resume"],
    queryFn: async () => mayResume && (await import("./oidc")).wasSignedIn(),
    staleTime: Infinity,
  });
  const { refetch } = leave;
  useEffect(() => {
    if (resume.data === true) void refetch();
  }, [resume.data, refetch]);
  return (
    <>
      {leave.error !== null && <ProblemView error={leave.error} />}
      <Text size="sm" c="dimmed">
        You sign in with your organisation&rsquo;s account.
      </Text>
      <Button loading={leave.isFetching} onClick={() => void refetch()}>
        Sign in
      </Button>
    </>
  );
}

function Personas({ mayResume }: { mayResume: boolean }) {
  const resumed = useQuery({
    queryKey: ["resume"],
    queryFn: async () => {
      if (mayResume) await resumePersona();
      return null;
    },
    staleTime: Infinity,
    retry: false,
  });
  const offered = useQuery({ queryKey: ["personas"], queryFn: personas });
  if (resumed.isPending || offered.isPending) return <Loader size="sm" aria-label="Loading" />;
  if (offered.error !== null) return <ProblemView error={offered.error} onRetry={() => void offered.refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed">
        This system runs on your machine. Sign in as one of these people:
      </Text>
      <ul className={classes.personas}>
        {offered.data.map((persona) => (
          <li key={persona.title}>
            <PersonaButton persona={persona} />
          </li>
        ))}
      </ul>
    </>
  );
}

function PersonaButton({ persona }: { persona: Persona }) {
  const signIn = useMutation({ mutationFn: signInAs, networkMode: "always" });
  return (
    <>
      <button
        type="button"
        className={classes.persona}
        disabled={signIn.isPending}
        onClick={() => signIn.mutate(persona)}
      >
        <Text span fw={600}>
          {persona.title}
        </Text>
        <Text span size="sm" c="dimmed">
          {persona.name}, {persona.tenant_id}
        </Text>
      </button>
      {signIn.error !== null && <ProblemView error={signIn.error} />}
    </>
  );
}
