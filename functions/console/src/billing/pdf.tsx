import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { answerOf, api } from "../api/client";
import { ProblemView } from "../ui/ProblemView";

/** The time in which a tab must load its document. */
const URL_LIFETIME_MS = 60_000;

/** An invoice as a PDF. A plain link cannot fetch it, since the request needs the token. */
function pdfOf(invoice_id: string): Promise<Blob> {
  return answerOf(
    api.GET("/api/v1/billing/invoices/{invoice_id}/pdf", { params: { path: { invoice_id } }, parseAs: "blob" }),
  );
}

/** Opens an invoice's PDF in a new tab, or saves it if the browser blocks the tab. */
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
        // The tab is opened by the click itself: the browser blocks one that is opened later.
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
  setTimeout(() => URL.revokeObjectURL(address), URL_LIFETIME_MS);
  if (tab !== null) {
    tab.location.replace(address);
    return;
  }
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
