import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { answerOf, api } from "../api/client";
import { ProblemView } from "../ui/ProblemView";

/** How long a tab has to read its document, in milliseconds. */
const KEPT = 60_000;

/** An invoice as a PDF. It takes the token, so that a plain link could not fetch it. */
function pdfOf(invoice_id: string): Promise<Blob> {
  return answerOf(
    api.GET("/api/v1/billing/invoices/{invoice_id}/pdf", { params: { path: { invoice_id } }, parseAs: "blob" }),
  );
}

/** Opens an invoice's PDF in a tab of its own; where the browser lets none open, it is saved. */
export function PdfButton({ invoiceId, number, size = "xs" }: { invoiceId: string; number: string; size?: string }) {
  const opening = useMutation({
    networkMode: "always",
    mutationFn: async (tab: Window | null) => {
      try {
        show(await pdfOf(invoiceId), tab, `${number}.pdf`);
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
  });
  return (
    <>
      <Button
        variant="default"
        size={size}
        loading={opening.isPending}
        // A tab is opened by the click itself, or the browser takes it for an advertisement.
        onClick={() => opening.mutate(window.open("", "_blank"))}
      >
        Open PDF
      </Button>
      {opening.error !== null && <ProblemView error={opening.error} />}
    </>
  );
}

function show(pdf: Blob, tab: Window | null, name: string): void {
  const address = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
  if (tab !== null) {
    tab.location.replace(address);
    return;
  }
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
