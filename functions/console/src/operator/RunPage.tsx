import { Alert, Loader, Stack } from "@mantine/core";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { formatSecond } from "../dates";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { ButtonLink } from "../ui/links";
import { FindingSubject, FindingValue, FindingStatus } from "./Finding";
import { RunBadge } from "./RunBadge";
import { FINDING_TEXTS, isRunning, kindOf, runOf, secondsOf } from "./reconciliation";

const route = getRouteApi("/platform/operator/reconciliation/$runId");
type Run = Schemas["ReconciliationRun"];

/** One reconciliation run with its figures and findings. */
export function RunPage() {
  const { runId } = route.useParams();
  const query = useQuery(runOf(runId));
  return (
    <Page
      title={query.data === undefined ? "Run" : `Run of ${formatSecond(query.data.started_at)}`}
      lead={query.data !== undefined && `${kindOf(query.data)}.`}
      actions={
        <ButtonLink to="/operator/reconciliation" variant="default">
          All runs
        </ButtonLink>
      }
    >
      <Loaded what="the run" query={query}>
        {(run) => (
          <Stack gap="lg">
            <Outcome run={run} />
            <Figures run={run} />
            <section aria-label="Findings">
              <Findings run={run} query={query} />
            </section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Outcome({ run }: { run: Run }) {
  if (isRunning(run)) {
    return (
      <Alert color="yellow" role="status" icon={<Loader size={16} color="yellow" />} title="The run is in progress">
        This page updates itself.
      </Alert>
    );
  }
  if (run.status === "error") {
    return (
      <Alert color="red" role="alert" title="The run could not finish">
        The findings that it stored are listed below. Start another run; if that fails too, look at the logs.
      </Alert>
    );
  }
  return null;
}

function Figures({ run }: { run: Run }) {
  const seconds = secondsOf(run);
  return (
    <Tiles>
      <Tile label="Status" note={run.finished_at !== null && <TimeText at={run.finished_at} precise />}>
        <RunBadge status={run.status} />
      </Tile>
      <Tile label="Wallets checked">{run.wallets_checked}</Tile>
      <Tile label="Drifted" note={`${run.corrected} corrected`}>
        {run.drifted}
      </Tile>
      <Tile label="Transactions checked">{run.transactions_checked}</Tile>
      <Tile label="Open findings" note={seconds === null ? "So far" : `Took ${seconds} s`}>
        {run.open_findings}
      </Tile>
    </Tiles>
  );
}

const columns: readonly Column<Schemas["Finding"]>[] = [
  { header: "Finding", isName: true, cell: ({ kind }) => FINDING_TEXTS[kind] },
  { header: "Where", cell: (finding) => <FindingSubject finding={finding} /> },
  {
    header: "Expected",
    align: "right",
    cell: ({ expected, currency }) => <FindingValue of={expected} in={currency} />,
  },
  { header: "Found", align: "right", cell: ({ actual, currency }) => <FindingValue of={actual} in={currency} /> },
  { header: "Status", cell: (finding) => <FindingStatus finding={finding} /> },
];

function Findings({ run, query }: { run: Run; query: UseQueryResult<Run> }) {
  return (
    <DataTable
      label="Findings"
      columns={columns}
      query={query}
      rowsOf={({ findings }) => findings}
      keyOf={(finding) => finding.finding_id}
      empty={
        isRunning(run) ? (
          <Empty title="No findings so far" />
        ) : (
          <Empty title="No findings">
            {run.status === "error"
              ? "The run did not check everything."
              : "All balances, transactions and subjects that the run checked are consistent."}
          </Empty>
        )
      }
    />
  );
}
