// Moments as the reader's own clock and locale write them.

const DAY = 86_400_000;

const dateIn = (style) => (moment) => moment.toLocaleDateString(undefined, style);

const FORMATS = {
  date_num: (moment) => localIsoDate(moment),
  date: dateIn({ year: "numeric", month: "long", day: "numeric" }),
  date_short: dateIn({ year: "numeric", month: "short", day: "numeric" }),
  date_long: dateIn({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
  date_slash: dateIn({ year: "numeric", month: "2-digit", day: "2-digit" }),
  time: (moment) => moment.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" }),
  time_secs: (moment) => moment.toLocaleTimeString(),
  ago: (moment) => ago(moment),
};

/** The calendar day of a moment where the reader is, as `2026-07-09`. */
export function localIsoDate(moment) {
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function daysFromToday(moment) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(moment) - midnight(new Date())) / DAY);
}

function pretty(moment, plain) {
  const near = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  return near[daysFromToday(moment)] ?? plain(moment);
}

function ago(moment) {
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const minutes = Math.round((moment - Date.now()) / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

/** Fill Slack's date tokens (`{date_short_pretty} {time}`) for the moment. */
export function formatDate(format, moment) {
  return format.replace(/\{(\w+)\}/g, (token, name) => {
    const plain = FORMATS[name.replace(/_pretty$/, "")];
    if (!plain) return token;
    return name.endsWith("_pretty") ? pretty(moment, plain) : plain(moment);
  });
}

/** The moment a Slack `ts` was made. */
export const momentOf = (ts) => new Date(Number(ts) * 1000);

export const clock = (moment) => FORMATS.time(moment);
export const fullMoment = (moment) => `${FORMATS.date_long(moment)}, ${FORMATS.time_secs(moment)}`;

/** The name of a day as a separator in the list says it: Today, Yesterday, Thursday, July 9. */
export function dayName(moment) {
  const near = { "-1": "Yesterday", 0: "Today" }[daysFromToday(moment)];
  if (near) return near;
  const style = { weekday: "long", month: "long", day: "numeric" };
  const sameYear = moment.getFullYear() === new Date().getFullYear();
  return moment.toLocaleDateString(undefined, sameYear ? style : { ...style, year: "numeric" });
}

/** A calendar day as people write it; the input is `2026-07-09` and has no time zone. */
export function writtenDay(isoDate) {
  const style = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Date(`${isoDate}T00:00:00Z`).toLocaleDateString(undefined, style);
}
