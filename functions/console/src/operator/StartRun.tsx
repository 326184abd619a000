import { Button, Checkbox, Fieldset, Group, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { WriteNotice } from "../write/WriteNotice";
import { useWrite } from "../write/useWrite";
import { RUNS } from "./reconciliation";

/** Begins a run, which is carried out behind a queue; its page shows how it ends. */
export function StartRun() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isDry, setIsDry] = useState(true);
  const [isFull, setIsFull] = useState(false);
  const write = useWrite({
    send: (order: Schemas["RunRequest"], key) =>
      answerOf(api.POST("/api/v1/reconciliation/runs", { body: order, params: keyed(key) })),
    onDone: ({ run_id }) => {
      void queries.invalidateQueries({ queryKey: [RUNS] });
      void navigate({ to: "/operator/reconciliation/$runId", params: { runId: run_id } });
    },
  });
  return (
    <Stack gap="md">
      <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
        <Group gap="xl">
          <Checkbox
            label="Dry run"
            description="Reports only. Without it, a cached balance that drifted is corrected."
            checked={isDry}
            onChange={(event) => setIsDry(event.currentTarget.checked)}
          />
          <Checkbox
            label="Everything"
            description="Not only what is new since the last correcting run. It takes longer."
            checked={isFull}
            onChange={(event) => setIsFull(event.currentTarget.checked)}
          />
        </Group>
      </Fieldset>
      <WriteNotice write={write} />
      <div>
        <Button
          loading={write.isSending}
          disabled={write.isUnknown}
          onClick={() => write.send({ dry_run: isDry, full: isFull })}
        >
          {isDry ? "Start a dry run" : "Start a correcting run"}
        </Button>
      </div>
    </Stack>
  );
}
