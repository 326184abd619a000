import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Fields } from "../write/Fields";
import { WriteNotice } from "../write/WriteNotice";
import { unfinishedOf } from "../write/unfinished";
import { useWrite } from "../write/useWrite";
import { RUNS } from "./reconciliation";

/** The id of the form for `useWrite`. */
const RUN_FORM = "reconciliation run";

/** The form that starts a run. A consumer carries it out, and its page shows the outcome. */
export function StartRun() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const unfinished = unfinishedOf(RUN_FORM)?.payload as Schemas["ReconciliationRunCreate"] | undefined;
  const [isDry, setIsDry] = useState(unfinished?.dry_run ?? true);
  const [isFull, setIsFull] = useState(unfinished?.full ?? false);
  const [isAsking, setIsAsking] = useState(false);
  const write = useWrite({
    id: RUN_FORM,
    what: ({ dry_run }: Schemas["ReconciliationRunCreate"]) => (dry_run === true ? "Dry run" : "Correcting run"),
    send: (request, key) => answerOf(api.POST("/api/v1/reconciliation/runs", { body: request, params: keyed(key) })),
    onDone: ({ run_id }, _, isLeft) => {
      void queries.invalidateQueries({ queryKey: [RUNS] });
      if (!isLeft) void navigate({ to: "/operator/reconciliation/$runId", params: { runId: run_id } });
    },
    onRefused: () => setIsAsking(false),
  });
  const start = () => write.send({ dry_run: isDry, full: isFull });
  return (
    <Stack gap="md">
      <Fields isLocked={write.isSending || write.isUnknown}>
        <Group gap="xl">
          <Checkbox
            label="Dry run"
            description="Only reports. Without it, drifted cached balances are corrected."
            checked={isDry}
            onChange={(event) => setIsDry(event.currentTarget.checked)}
          />
          <Checkbox
            label="Everything"
            description="Not only the changes since the last full cut-off. It takes longer."
            checked={isFull}
            onChange={(event) => setIsFull(event.currentTarget.checked)}
          />
        </Group>
      </Fields>
      {!isAsking && <WriteNotice write={write} />}
      <div>
        <Button loading={write.isSending} disabled={write.isUnknown} onClick={isDry ? start : () => setIsAsking(true)}>
          {isDry ? "Start a dry run" : <>Start a correcting run&hellip;</>}
        </Button>
      </div>
      <ConfirmDialog
        opened={isAsking}
        title="Correct the balances of every tenant?"
        confirm="Start the correcting run"
        isDangerous
        isSending={write.isSending}
        isDisabled={write.isUnknown}
        onConfirm={start}
        onCancel={() => setIsAsking(false)}
      >
        <Text size="sm">
          Wherever a cached balance differs from the sum of its entries, the run sets it to that sum, in every tenant at
          once. Entries are never changed. A dry run reports the same findings and corrects nothing.
        </Text>
        <WriteNotice write={write} onCheck={() => setIsAsking(false)} />
      </ConfirmDialog>
    </Stack>
  );
}
