import { Alert, Button, Code, FileInput, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answerOf, api, keyed } from "../api/client";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { ButtonLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { Fields } from "../write/Fields";
import { WriteNotice } from "../write/WriteNotice";
import { useWrite } from "../write/useWrite";
import { ImportPreview } from "./ImportPreview";
import { type ImportRow, MAX_ROWS, type ReadFile, readCustomers, rowProblems } from "./importFile";

const UNREADABLE: ReadFile = { rows: [], problem: "The file cannot be read. Choose it again." };

/** Imports the customers of another system from a file: all of them, or none. */
export function ImportPage() {
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<ReadFile | null>(null);
  const write = useWrite({
    id: "import",
    what: (rows: ImportRow[]) => `Import of ${rows.length} customers`,
    page: "/customers",
    send: (rows, key) => answerOf(api.POST("/api/v1/agent/clients/import", { body: { rows }, params: keyed(key) })),
    onDone: ({ imported_count }) => {
      void queries.invalidateQueries({ queryKey: ["customers"] });
      toastDone(`${imported_count} customers imported`);
    },
  });
  const latest = useRef<File | null>(null);
  const choose = async (chosen: File | null) => {
    latest.current = chosen;
    setFile(chosen);
    setRead(null);
    write.reset();
    if (chosen === null) return;
    const customers = await chosen.text().then(readCustomers, () => UNREADABLE);
    // A file that was chosen before may be read later.
    if (latest.current === chosen) setRead(customers);
  };
  if (write.answer !== undefined) {
    return (
      <Page title="Import customers">
        <Alert color="green" role="status" title={`${write.answer.imported_count} customers imported`}>
          <Text size="sm" mb="sm">
            Each customer has an opening balance from the file.
          </Text>
          <Group>
            <ButtonLink to="/customers">Show the customers</ButtonLink>
            <Button variant="default" onClick={() => void choose(null)}>
              Import another file
            </Button>
          </Group>
        </Alert>
      </Page>
    );
  }
  const problems = write.refusal === null ? new Map<number, string[]>() : rowProblems(write.refusal);
  return (
    <Page title="Import customers" lead="From another system. Either all rows are imported, or none.">
      <Stack>
        <Surface title="The file">
          <Stack gap="sm" maw={640}>
            <Text size="sm">
              CSV with a header, at most {MAX_ROWS} rows. Columns: <Code>username</Code>, <Code>account_type</Code> (
              <Code>postup</Code> or <Code>credit</Code>), and optionally <Code>credit_limit</Code>,{" "}
              <Code>currency</Code>, <Code>opening_balance</Code> (below zero within the limit),{" "}
              <Code>external_reference</Code>.
            </Text>
            <Fields isLocked={write.isSending || write.isUnknown}>
              <FileInput
                label="CSV file"
                placeholder="Choose a file"
                accept=".csv,text/csv"
                clearable
                clearButtonProps={{ "aria-label": "Another file" }}
                value={file}
                onChange={(chosen) => void choose(chosen)}
                error={read?.problem}
              />
            </Fields>
          </Stack>
        </Surface>
        {read !== null && read.problem === null && (
          <Surface title={`${read.rows.length} ${read.rows.length === 1 ? "customer" : "customers"} in the file`}>
            <Stack>
              {problems.size > 0 && (
                <Alert color="red" role="alert" title="Nothing was imported">
                  {problems.size === 1 ? "One row is" : `${problems.size} rows are`} invalid. Correct the file, and
                  choose it again.
                </Alert>
              )}
              <WriteNotice write={write} isShownByFields={problems.size > 0} />
              <Group>
                <Button
                  loading={write.isSending}
                  disabled={write.isUnknown || problems.size > 0}
                  onClick={() => write.send(read.rows)}
                >
                  Import {read.rows.length === 1 ? "the customer" : `all ${read.rows.length}`}
                </Button>
              </Group>
              <ImportPreview key={problems.size} rows={read.rows} problems={problems} />
            </Stack>
          </Surface>
        )}
      </Stack>
    </Page>
  );
}
