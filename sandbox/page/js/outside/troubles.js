// What is bad about a company's day, in words a bookkeeper would use.

import { writtenDay } from "../text/dates.js";
import { choicesOf, isActive } from "./lists.js";
import { closedThrough } from "./platforms.js";

/** The ways a platform can answer. Only one at a time. */
export const modesOf = (platform) => [
  {
    mode: "ok",
    label: "Normally",
    note: "Entries are taken or refused for their own sake.",
  },
  {
    mode: "throttle",
    label: "Too many requests (429)",
    note: "Asks to wait. jefail slows down and tries again by itself.",
  },
  {
    mode: "error",
    label: `${platform} is having trouble (500)`,
    note: "Fails for reasons of its own. jefail tries again by itself.",
  },
  {
    mode: "swallow",
    label: "Swallow the answer after storing",
    note: "The entry is stored, but jefail never hears so. It must look before it sends again.",
  },
  {
    mode: "slow",
    label: "Be slow",
    note: "Every answer comes five seconds late.",
  },
];

const SIGNS = {
  throttle: () => "Too many requests",
  error: (platform) => `${platform} is having trouble`,
  swallow: () => "Answers are swallowed",
  slow: (platform) => `${platform} is slow`,
  drip: (platform) => `Answers of ${platform} drip`,
};

/** Short sentences, one for each thing that is not as on a good day. */
export function troubles(company) {
  const closed = closedThrough(company);
  const inactive = company.accounts.filter((account) => !account.active).length;
  const gone = choicesOf(company).filter((one) => !isActive(one)).length;
  return [
    company.connected ? null : "jefail is signed out",
    closed ? `Books closed through ${writtenDay(closed)}` : null,
    company.can_post ? null : "May not create journal entries",
    SIGNS[company.mode]?.(company.platform.name) ?? null,
    inactive ? `${inactive} ${inactive === 1 ? "account is" : "accounts are"} inactive` : null,
    gone ? `${gone} ${gone === 1 ? "choice is" : "choices are"} inactive` : null,
  ].filter(Boolean);
}
