/** The parts of a customer's page, as in its address; without one it shows the transactions. */
export const TABS = ["cashier", "bets", "settlements", "changes"] as const;
