import { Box } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { PagedTable } from "../billing/PagedTable";
import { useIsRoot } from "../session/person";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { TextLink } from "../ui/links";
import { RunBadge } from "./RunBadge";
import { StartRun } from "./StartRun";
import { kindOf, runsFrom, secondsOf } from "./reconciliation";

const route = getRouteApi("/platform/operator/reconciliation");

const columns: readonly Column<Schemas["ReconciliationRun"]>[] = [
  {
    header: "Run",
    isName: true,
    cell: ({ run_id, started_at }) => (
      <TextLink to="/operator/reconciliation/$runId" params={{ runId: run_id }} size="sm">
        <TimeText at={started_at} precise />
      </TextLink>
    ),
  },
  { header: "Kind", cell: kindOf },
  { header: "Status", isFigure: true, cell: ({ status }) => <RunBadge status={status} /> },
  { header: "Wallets", align: "right", cell: ({ wallets_checked }) => wallets_checked },
  { header: "Drifted", align: "right", cell: ({ drifted }) => drifted },
  { header: "Corrected", align: "right", cell: ({ corrected }) => corrected },
  { header: "Transactions", align: "right", cell: ({ transactions_checked }) => transactions_checked },
  { header: "Open findings", align: "right", cell: ({ open_findings }) => open_findings },
  {
    header: "Took",
    align: "right",
    cell: (run) => {
      const seconds = secondsOf(run);
      return seconds === null ? "–" : `${seconds} s`;
    },
  },
];

/** The list of reconciliation runs, and the form that starts one. */
export function ReconciliationPage() {
  const { offset = 0 } = route.useSearch();
  const runs = useQuery(runsFrom(offset));
  const isRoot = useIsRoot();
  return (
    <Page
      title="Reconciliation"
      lead={
        isRoot
          ? "The ledger of every tenant is checked against itself every hour, and in full every night."
          : "The runs over your tenant alone. The ledger of every tenant is checked every hour by the platform’s operator."
      }
    >
      {isRoot && (
        <Surface title="Start a run">
          <StartRun />
        </Surface>
      )}
      <Box component="section" aria-label="Runs" mt="lg">
        <PagedTable
          label="Runs"
          of="runs"
          columns={columns}
          query={runs}
          keyOf={(run) => run.run_id}
          offset={offset}
          empty={<Empty title="No runs yet">{isRoot && "Start a run, or wait for the hourly one."}</Empty>}
        />
      </Box>
    </Page>
  );
}
