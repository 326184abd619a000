import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import classes from "./PendingCount.module.css";
import { pendingCount } from "./queries";

/** How many approvals wait for a decision, next to their link in the navigation. Nothing at zero. */
export function PendingCount() {
  const { data = 0 } = useQuery(pendingCount);
  return data === 0 ? null : (
    <span className={classes.count}>
      {data}
      <VisuallyHidden component="span"> pending</VisuallyHidden>
    </span>
  );
}
