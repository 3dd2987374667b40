// What text looks like: Slack's mrkdwn and rich text as HTML, in which nothing of the text is markup of its
// own, and no link leads anywhere but to http and https. It touches no page, so that tests run it alone.

const seen = { users: [], channels: [], usergroups: [], now: 0, me: null };

// Says whose names are shown, and whose time zone.
export function lookAt(world, me) {
  Object.assign(seen, world, { me });
}

export const escapeText = (text) =>
  String(text ?? "").replace(/&(?!amp;|lt;|gt;)/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
export const person = (id) => seen.users.find((u) => u.id === id);
export const personName = (id) => person(id)?.real_name || id;
export const channelOf = (id) => seen.channels.find((c) => c.id === id);

export const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", warning: "⚠️", x: "❌", eyes: "👀", alarm_clock: "⏰",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡",
  ticket: "🎫", "+1": "👍", wave: "👋", tada: "🎉", rotating_light: "🚨", lock: "🔒", bell: "🔔", memo: "📝",
};

const DAY = { weekday: "long", month: "long", day: "numeric", year: "numeric" };
const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: DAY,
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
// Seconds that a Date can hold.
const LAST_INSTANT = 8.64e12;
const isInstant = (seconds) => Number.isFinite(seconds) && Math.abs(seconds) < LAST_INSTANT;

// The address of a link or a picture as it may be followed: http and https alone, else null.
export function webLink(address) {
  try {
    const { protocol, href } = new URL(String(address));
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

const linked = (address, html) => `<a href="${escapeText(webLink(address))}" target="_blank" rel="noopener noreferrer">${html}</a>`;

export const myZone = () => person(seen.me)?.tz || "UTC";
export const inZone = (seconds, options) =>
  new Intl.DateTimeFormat("en-US", { timeZone: myZone(), ...options }).format(new Date(seconds * 1000));

function dayName(seconds) {
  const day = (at) => new Date(inZone(at, { year: "numeric", month: "numeric", day: "numeric" })).getTime();
  const apart = Math.round((day(seconds) - day(seen.now)) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[apart];
}

function dateToken(seconds, format) {
  if (!isInstant(seconds)) return String(format ?? "");
  return String(format ?? "").replace(/\{(\w+)\}/g, (whole, name) => {
    const base = name.replace(/_pretty$/, "");
    if (base === "ago") return ago(seconds);
    if (!Object.hasOwn(DATES, base)) return whole;
    if (name.endsWith("_pretty")) return dayName(seconds) || inZone(seconds, DATES[base]);
    if (base === "date_num") return new Intl.DateTimeFormat("en-CA", { timeZone: myZone() }).format(new Date(seconds * 1000));
    return inZone(seconds, DATES[base]);
  });
}

function ago(seconds) {
  const minutes = Math.round((seconds - seen.now) / 60);
  const format = new Intl.RelativeTimeFormat("en");
  return Math.abs(minutes) < 90 ? format.format(minutes, "minute") : format.format(Math.round(minutes / 60), "hour");
}

export function token(inner) {
  const [target, label] = inner.split("|");
  if (target.startsWith("@")) return mention(`@${personName(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${channelOf(target.slice(1))?.name || label || target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, seconds, format, link] = target.split("^");
    const text = escapeText(dateToken(Number(seconds), format));
    return webLink(link) ? linked(link, text) : `<time>${text}</time>`;
  }
  if (target.startsWith("!subteam^")) {
    const group = seen.usergroups.find((g) => g.id === target.slice(9));
    return mention(group ? `@${group.handle}` : label || target);
  }
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  if (webLink(target)) return linked(target, escapeText(label || target));
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return escapeText(label || target); // mailto:, and worse
  return escapeText(`<${inner}>`);
}
const mention = (text) => `<span class="mention">${escapeText(text)}</span>`;

// What is drawn already stands aside under a number while the rest is drawn. Only numbers of ours are put back, each
// holds none but smaller ones, and so it ends whatever somebody wrote.
export function inline(given) {
  const text = String(given ?? "").replaceAll("\u0001", "\ufffd");
  const kept = [];
  const keep = (html) => `\u0001${kept.push(html) - 1}\u0001`;
  let out = text.replace(/`([^`\n]+)`/g, (_, code) => keep(`<code>${escapeText(code)}</code>`));
  out = out.replace(/<([^<>]+)>/g, (_, inner) => keep(token(inner)));
  out = escapeText(out)
    .replace(/(^|[\s(>_~])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s).,:;!?_~<])/gm, "$1<strong>$2</strong>")
    .replace(/(^|[\s(>*~])_(\S(?:[^_\n]*\S)?)_(?=$|[\s).,:;!?*~<])/gm, "$1<em>$2</em>")
    .replace(/(^|[\s(>*_])~(\S(?:[^~\n]*\S)?)~(?=$|[\s).,:;!?*_<])/gm, "$1<s>$2</s>")
    .replace(/:([a-z0-9_+-]+):/g, emojiOr);
  const restored = (html) => html.replace(/\u0001(\d+)\u0001/g, (_, n) => restored(kept[Number(n)]));
  return restored(out);
}

export function mrkdwn(text) {
  return String(text ?? "").split("```").map((part, n) => {
    if (n % 2) return `<pre>${escapeText(part.replace(/^\n|\n$/g, ""))}</pre>`;
    const lines = part.split("\n").map((line) =>
      /^(&gt;|>)\s?/.test(line) ? `<blockquote>${inline(line.replace(/^(&gt;|>)\s?/, ""))}</blockquote>` : inline(line));
    return lines.join("<br>").replace(/<\/blockquote><br>/g, "</blockquote>");
  }).join("");
}

const emojiOr = (whole, name) => (Object.hasOwn(EMOJI, name) ? EMOJI[name] : whole);

export const plain = (text) => escapeText(text).replace(/\n/g, "<br>").replace(/:([a-z0-9_+-]+):/g, emojiOr);
export const words = (object) => (object?.type === "mrkdwn" ? mrkdwn(object.text) : plain(object?.text));

// ---- rich text ----

function richPiece(piece) {
  const style = piece.style || {};
  let html = {
    text: () => plain(piece.text),
    user: () => mention(`@${personName(piece.user_id)}`),
    channel: () => mention(`#${channelOf(piece.channel_id)?.name || piece.channel_id}`),
    usergroup: () => token(`!subteam^${piece.usergroup_id}`),
    broadcast: () => mention(`@${piece.range}`),
    link: () => token(`${piece.url}|${piece.text || piece.url}`),
    emoji: () => emojiOr(`:${escapeText(piece.name)}:`, piece.name),
    date: () => escapeText(dateToken(piece.timestamp, piece.format)),
  }[piece.type]?.() ?? "";
  if (style.code) html = `<code>${html}</code>`;
  if (style.bold) html = `<strong>${html}</strong>`;
  if (style.italic) html = `<em>${html}</em>`;
  return style.strike ? `<s>${html}</s>` : html;
}

export function rich(element) {
  const inside = (element.elements || []).map((e) => (e.elements ? rich(e) : richPiece(e)));
  const tags = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" };
  if (element.type === "rich_text_list") {
    const tag = element.style === "ordered" ? "ol" : "ul";
    return `<${tag}>${inside.map((item) => `<li>${item}</li>`).join("")}</${tag}>`;
  }
  const tag = tags[element.type];
  return tag ? `<${tag}>${inside.join("")}</${tag}>` : inside.join("");
}
