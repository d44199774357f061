// The accounting platforms that are imitated here, and how each closes its books.

import { platform } from "../parts/api.js";

const DAYS_LIMIT = {
  field: "throttle_problem",
  on: "day",
  off: "minute",
  label: "The day's calls are what runs out",
  note: "Too many requests is then said of the day, not of the minute: no short wait.",
};

/**
 * `closings`: the switches that hold a day; nothing of that day or before is taken.
 * `own`: switches that no other platform has, and what they set when on and off; with `list` it is
 * there only where the company keeps such a list.
 * `lists`: what lines choose from. With `categories` it is of categories that have options, each
 * of which may be `required` by a field.
 * `rate`: the field of an entry that holds its exchange rate.
 */
export const PLATFORMS = [
  {
    id: "quickbooks",
    name: "QuickBooks",
    closings: [{ field: "close_date", label: "Close the books through" }],
    own: [
      {
        field: "class_required",
        on: true,
        off: false,
        label: "Each line needs a class",
        note: "A line without one is refused. QuickBooks says so only then.",
        list: "classes",
      },
      {
        field: "location_required",
        on: true,
        off: false,
        label: "Each line needs a location",
        list: "departments",
      },
    ],
    lists: [
      { field: "classes", label: "Classes" },
      { field: "departments", label: "Locations" },
      { field: "tax_codes", label: "Tax codes" },
      { field: "customers", label: "Customers" },
      { field: "vendors", label: "Vendors" },
    ],
    rate: "ExchangeRate",
  },
  {
    id: "xero",
    name: "Xero",
    closings: [
      { field: "period_lock_date", label: "Lock the books through" },
      { field: "year_lock_date", label: "Lock the year through" },
    ],
    own: [
      {
        field: "adviser",
        on: true,
        off: false,
        label: "This user is an adviser",
        note: "Passes the lock of the books, but not the one of the year.",
      },
      DAYS_LIMIT,
    ],
    lists: [{ field: "tracking", categories: true }],
  },
  {
    id: "zoho",
    name: "Zoho Books",
    closings: [{ field: "lock_date", label: "Lock transactions through" }],
    own: [DAYS_LIMIT],
    lists: [
      { field: "tags", categories: true, required: "mandatory" },
      { field: "locations", label: "Locations" },
      { field: "taxes", label: "Taxes" },
      { field: "contacts", label: "Contacts" },
      { field: "projects", label: "Projects" },
    ],
    rate: "exchange_rate",
  },
  {
    id: "tryton",
    name: "Tryton",
    closings: [{ field: "closed_through", label: "Close the months through" }],
    own: [
      {
        field: "channel_by_hand",
        on: true,
        off: false,
        label: "Each line of income or expense needs a channel",
        note: "The rule is gone that sends all but wholesale to the channel Shop.",
      },
    ],
    lists: [],
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
