// Puts the page together.

import { followPermalink, readAddress, takeLedgerEntry, writeAddress } from "./parts/address.js";
import { startTheme } from "./parts/theme.js";
import { Channel } from "./chat/channel.js";
import { Home } from "./chat/home.js";
import { startPeople } from "./chat/people.js";
import { startShortcuts } from "./chat/shortcuts.js";
import { HOME, Sidebar } from "./chat/sidebar.js";
import { startStatus } from "./chat/status.js";
import { Thread } from "./chat/thread.js";
import { Views } from "./chat/views.js";
import { Workspace } from "./chat/workspace.js";
import { Hint } from "./outside/hint.js";
import { Outside } from "./outside/outside.js";
import { SlackDay } from "./outside/slackday.js";
import { openOutside, showPane, startPanes } from "./panes.js";

const FIRST_TRY_AGAIN = 1000;
const $ = (id) => document.getElementById(id);

const workspace = new Workspace(readAddress().as ?? "U_ANA");
const home = new Home($("home"), workspace);
const views = new Views(workspace, home);
const thread = new Thread(
  {
    root: $("thread"),
    scroller: $("thread-scroller"),
    list: $("thread-messages"),
    pill: $("thread-pill"),
    composer: $("thread-composer"),
    close: $("thread-close"),
  },
  workspace,
  threadClosed,
);
const channel = new Channel(
  {
    scroller: $("scroller"),
    list: $("messages"),
    pill: $("pill"),
    composer: $("composer"),
  },
  workspace,
  openThread,
);
const actor = () => workspace.person(workspace.as)?.real_name ?? "";
const outside = new Outside($("companies"), new Hint($("hint")), actor);
const sidebar = new Sidebar($("channels"), workspace, (id) => go({ channel: id, thread: null }));

function openThread(ts) {
  writeAddress({ thread: ts });
  thread.open(channel.id, ts).catch(() => {});
}

function threadClosed(ts) {
  writeAddress({ thread: null });
  channel.list.reveal(ts);
}

function go(changes) {
  writeAddress(changes);
  return show();
}

/** Show what the address says. */
async function show() {
  const address = readAddress();
  const atHome = address.channel === HOME;
  const known = workspace.channel(address.channel) ?? workspace.rooms[0];
  const id = atHome ? HOME : known?.id;
  showPane("chat");
  $("chat").dataset.shows = atHome ? "home" : "channel";
  if (!address.thread || atHome) thread.close();
  sidebar.show(id);
  if (atHome) await showHome();
  else await showChannel(id, address.thread);
}

async function showHome() {
  heading(`${workspace.bot.name} Home`, "What the app shows to you alone");
  await home.opened();
  await views.refresh();
}

async function showChannel(id, ts) {
  const { topic, is_im: direct } = workspace.channel(id);
  await channel.open(id);
  heading(channel.title, direct ? "Only you and the app" : topic);
  if (ts && ts !== thread.ts) await thread.open(id, ts);
}

function heading(title, topic) {
  $("title").textContent = title;
  $("topic").textContent = topic ?? "";
  document.title = `${title} - Local workspace`;
}

async function actAs(id) {
  thread.close();
  writeAddress({ as: id, thread: null });
  await workspace.actAs(id);
  await show();
}

async function start() {
  startTheme($("theme"));
  startPanes();
  $("skip").addEventListener("click", () => channel.composer.focus());
  outside.start();
  new SlackDay($("slack-day"), workspace);
  try {
    await workspace.start();
  } catch {
    workspace.reachable = false;
    startStatus($("status"), workspace);
    setTimeout(() => location.reload(), FIRST_TRY_AGAIN);
    return;
  }
  const wanted = followPermalink();
  writeAddress({ as: workspace.as });
  startStatus($("status"), workspace);
  startPeople($("people"), workspace, actAs);
  startShortcuts($("shortcuts"), workspace, (text) => channel.composer.warn(text));
  await show();
  if (wanted) channel.list.reveal(wanted);
  showEntry();
  addEventListener("popstate", () => arrived());
  addEventListener("visibilitychange", () => sidebar.draw());
}

/** The address was changed by hand or by going back. */
function arrived() {
  const { as } = readAddress();
  if (as && as !== workspace.as) actAs(as);
  else show().then(showEntry);
}

/** Show the entry of the ledger that the address asks for. */
function showEntry() {
  const entry = takeLedgerEntry();
  if (!entry) return;
  openOutside();
  outside.reveal(entry.realm, entry.id).catch(() => {});
}

start();
