// The accounting platforms that are imitated here, and how each closes its books.

import { platform } from "../parts/api.js";

/** `closings`: the switches that hold a day; nothing of that day or before is taken. */
export const PLATFORMS = [
  {
    id: "quickbooks",
    name: "QuickBooks",
    closings: [{ field: "close_date", label: "Close the books through" }],
  },
  {
    id: "xero",
    name: "Xero",
    closings: [
      { field: "period_lock_date", label: "Lock the books through" },
      { field: "year_lock_date", label: "Lock the year through" },
    ],
  },
  {
    id: "zoho",
    name: "Zoho Books",
    closings: [{ field: "lock_date", label: "Lock transactions through" }],
  },
  {
    id: "tryton",
    name: "Tryton",
    closings: [{ field: "closed_through", label: "Close the months through" }],
    isReal: true, // a server of its own: it answers as it does
  },
];

/** Every company of every platform, each with its `platform`. */
export async function readCompanies() {
  const states = await Promise.all(PLATFORMS.map(({ id }) => platform(id).get("state")));
  return states.flatMap(({ companies }, index) =>
    companies.map((company) => ({ ...company, platform: PLATFORMS[index] })),
  );
}

/** The day through which a company's books are closed, by any of its switches; or null. */
export const closedThrough = (company) =>
  company.platform.closings
    .map(({ field }) => company[field])
    .filter(Boolean)
    .sort()
    .at(-1) ?? null;
