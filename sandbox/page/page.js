// The page of the sandbox: be any member, read, write, press, choose, fill. It knows nothing that the
// control interface does not tell it. What text looks like is said by text.js.

import { EMOJI, inZone, inline, lookAt, mrkdwn, myZone, person, personName, plain, rich, token, webLink, words } from "./text.js";

const $ = (id) => document.getElementById(id);
const place = new URLSearchParams(location.hash.slice(1));
const shown = { me: place.get("me"), channel: place.get("channel"), thread: place.get("thread") };
let world = null;
let viewKey = "";
let drawn = {};
const read = Object.create(null);
const picked = Object.create(null); // options an external select was given, by value

// ---- talking to the sandbox ----

async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`/control/${path}`, options || {});
  return answer.json();
}

async function act(path, body) {
  const answer = await ask(path, { user: shown.me, ...body });
  if (answer.ok === false && !answer.errors) tell(failure(path, body, answer));
  await refresh();
  return answer;
}

function failure(path, body, answer) {
  if (path === "command") {
    if (answer.error === "not_supported_in_threads") return `${body.command} is not supported in threads. Sorry!`;
    if (answer.error === "unknown_command") return `${body.command} is not a valid command.`;
    return `${body.command} failed with the error "${answer.error}"`;
  }
  if (path === "view/submit") return "We had some trouble connecting. Try again?";
  return `That did not work: ${answer.error}`;
}

function tell(text) {
  $("notice").textContent = text;
  $("notice").hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { $("notice").hidden = true; }, 5000);
}

// ---- small building blocks ----

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

// ---- blocks; `use` says what happens when an element is used ----

function drawBlocks(blocks, use, state) {
  return blocks.map((block) => (Object.hasOwn(DRAW, block.type) ? DRAW[block.type] : drawUnknown)(block, use, state));
}

const DRAW = {
  section: (block, use, state) => el("div", { class: "block section" },
    el("div", {},
      block.text && el("div", { html: words(block.text) }),
      block.fields && el("div", { class: "fields" }, ...block.fields.map((f) => el("div", { html: words(f) })))),
    block.accessory && element(block.accessory, block, use, state)),
  header: (block) => el("div", { class: "block header", html: words(block.text) }),
  divider: () => el("div", { class: "block divider" }),
  context: (block) => el("div", { class: "block context" }, ...block.elements.map((e) =>
    e.type === "image" ? picture(e, { width: 20 }) : el("span", { html: words(e) }))),
  actions: (block, use, state) => el("div", { class: "block actions" },
    ...block.elements.map((e) => element(e, block, use, state))),
  image: (block) => picture(block, { class: "block" }),
  rich_text: (block) => el("div", { class: "block", html: block.elements.map(rich).join("") }),
  markdown: (block) => el("div", { class: "block", html: mrkdwn(block.text.replace(/\*\*/g, "*")) }),
  table: (block) => el("div", { class: "block" }, el("table", {}, ...block.rows.map((row) =>
    el("tr", {}, ...row.map((cell) => el("td", { html: cell.type === "rich_text" ? cell.elements.map(rich).join("") : plain(cell.text) })))))),
  input: (block, use, state) => el("div", { class: "field", "data-block": block.block_id },
    el("label", { class: "label" }, block.label.text, block.optional ? el("small", {}, " (optional)") : ""),
    element(block.element, block, use, state),
    block.hint && el("p", { class: "help", html: words(block.hint) })),
};
const picture = (e, more) => el("img", { ...more, src: webLink(e.image_url), alt: e.alt_text });
const drawUnknown = (block) => el("div", { class: "block hint" }, `[${block.type}]`);

const people = () => world.users.filter((u) => !u.deleted).map((u) => [u.id, u.real_name]);
const rooms = () => world.channels.filter((c) => !c.is_im).map((c) => [c.id, `#${c.name}`]);
const optionPairs = (e) => [...(e.options || []), ...(e.option_groups || []).flatMap((g) => g.options)].map((o) => [o.value, o.text.text]);

function element(e, block, use, state) {
  if (e.type === "image") return picture(e, { width: 80 });
  if (e.type === "button") return button(e, block, use);
  if (e.type === "overflow") return overflow(e, block, use);
  const now = current(e, block, state);
  const set = (value) => use(e, block, value);
  if (e.type === "checkboxes" || e.type === "radio_buttons") return choices(e, now, set);
  if (e.type.includes("external_select")) return external(e, block, now, set, use);
  if (e.type.includes("select")) return menu(e, now, set);
  if (e.type === "file_input") return fileField(e, set);
  return field(e, now, set);
}

function fileField(e, set) {
  const upload = async (file) => (await act("upload", { name: file.name, content: await file.text() })).file.id;
  const endings = (e.filetypes || []).map((type) => `.${type}`).join(",");
  const several = (e.max_files ?? 10) > 1 ? { multiple: "" } : {};
  const input = el("input", { type: "file", accept: endings, "aria-label": "File", ...several });
  input.addEventListener("change", async () => set(await Promise.all([...input.files].map(upload))));
  return input;
}

function current(e, block, state) {
  const held = state?.[block.block_id]?.[e.action_id];
  if (!held) return null;
  const key = Object.keys(held).find((name) => name !== "type");
  const value = held[key];
  const one = (item) => item?.value ?? item;
  return Array.isArray(value) ? value.map(one) : one(value);
}

const confirmed = (e) => !e.confirm || window.confirm(`${e.confirm.title.text}\n\n${e.confirm.text.text}`);

function button(e, block, use) {
  const press = () => {
    if (webLink(e.url)) window.open(webLink(e.url), "_blank", "noopener");
    if (confirmed(e)) use(e, block, e.value ?? "", true);
  };
  return el("button", { type: "button", class: e.style || "", onclick: press, html: plain(e.text.text), "data-action": e.action_id });
}

function overflow(e, block, use) {
  const select = menuOf([["", "⋯"], ...optionPairs(e)], "", false, "More actions");
  select.classList.add("overflow");
  select.addEventListener("change", () => { if (select.value && confirmed(e)) use(e, block, select.value, true); });
  return select;
}

function menuOf(pairs, value, isMany, label) {
  const has = (key) => (isMany ? (value || []).includes(key) : String(value ?? "") === key);
  return el("select", { multiple: isMany, "aria-label": label },
    ...pairs.map(([key, text]) => el("option", { value: key, selected: has(key) }, text)));
}

function menu(e, now, set) {
  const isMany = e.type.startsWith("multi_");
  const pairs = e.type.includes("users") ? people()
    : e.type.includes("channels") ? rooms()
    : e.type.includes("conversations") ? [...rooms(), ...people()]
    : optionPairs(e);
  const label = e.placeholder?.text || "Choose";
  const select = menuOf(isMany ? pairs : [["", label], ...pairs], now, isMany, label);
  select.addEventListener("change", () =>
    set(isMany ? [...select.selectedOptions].map((o) => o.value) : select.value));
  return select;
}

function external(e, block, now, set, use) {
  const isMany = e.type.startsWith("multi_");
  const list = el("select", { "aria-label": e.placeholder?.text || "Choose", multiple: isMany, size: isMany ? 4 : null });
  const query = el("input", { placeholder: "Type to search", "aria-label": "Search" });
  const drawOption = (o) => el("option", { value: o.value }, o.text.text);
  const fill = (groups) => {
    const offered = groups.flatMap((group) => group.options);
    for (const option of offered) picked[option.value] = option;
    const held = isMany ? null : picked[list.value || now];
    const first = isMany ? [] : [el("option", { value: "" }, e.placeholder?.text || "Choose")];
    list.replaceChildren(...first, ...groups.flatMap((group) => group.label
      ? [el("optgroup", { label: group.label.text }, ...group.options.map(drawOption))]
      : group.options.map(drawOption)));
    if (held && !offered.some((o) => o.value === held.value)) list.append(drawOption(held));
    if (held) list.value = held.value;
  };
  for (const option of [e.initial_option, ...(e.initial_options || [])].filter(Boolean)) picked[option.value] = option;
  fill([{ options: [now].flat().map((value) => picked[value]).filter(Boolean) }]);
  const search = async () => {
    const answer = await ask("suggest", { user: shown.me, ...use.where, action_id: e.action_id, block_id: block.block_id, value: query.value });
    fill(answer.groups || []);
  };
  query.addEventListener("input", search);
  query.addEventListener("focus", search);
  list.addEventListener("change", () =>
    set(isMany ? [...list.selectedOptions].map((o) => picked[o.value]) : picked[list.value] || ""));
  return el("span", {}, query, list);
}

function choices(e, now, set) {
  const isMany = e.type === "checkboxes";
  const name = `${e.action_id}-${Math.random()}`;
  const boxes = e.options.map((o) => el("input", {
    type: isMany ? "checkbox" : "radio", name, value: o.value, checked: [now].flat().includes(o.value),
  }));
  const changed = () => {
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    set(isMany ? on : on[0]);
  };
  return el("div", { class: "choices", onchange: changed }, ...e.options.map((o, n) =>
    el("label", {}, boxes[n], " ", el("span", { html: words(o.text) }), o.description ? el("small", { html: ` ${words(o.description)}` }) : "")));
}

const INPUT_TYPES = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", number_input: "text", email_text_input: "text", url_text_input: "text" };

function field(e, now, set) {
  const attributes = { placeholder: e.placeholder?.text, "aria-label": e.placeholder?.text || e.action_id };
  const isLong = e.multiline || e.type === "rich_text_input";
  const input = isLong ? el("textarea", { rows: 4, ...attributes }) : el("input", { type: INPUT_TYPES[e.type] || "text", ...attributes });
  if (e.type === "datetimepicker") input.value = now ? localStamp(now) : "";
  else if (e.type !== "rich_text_input") input.value = now ?? "";
  const value = () => {
    if (e.type === "datetimepicker") return input.value ? zoned(input.value) : null;
    if (e.type === "rich_text_input") return input.value ? richValue(input.value) : null;
    return input.value;
  };
  const isPicker = e.type.endsWith("picker");
  input.addEventListener("input", () => set(value(), !isPicker));
  return input;
}

const richValue = (text) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] });

// A datetimepicker speaks the member's own zone, the browser another: shift by the difference.
function zoneOffset(seconds) {
  const local = new Date(new Date(seconds * 1000).toLocaleString("en-US", { timeZone: myZone() }));
  const utc = new Date(new Date(seconds * 1000).toLocaleString("en-US", { timeZone: "UTC" }));
  return (local - utc) / 1000;
}
const localStamp = (seconds) => new Date((seconds + zoneOffset(seconds)) * 1000).toISOString().slice(0, 16);
function zoned(stamp) {
  const asUtc = Date.parse(`${stamp}:00Z`) / 1000;
  return asUtc - zoneOffset(asUtc - zoneOffset(asUtc));
}

// ---- messages ----

function author(message) {
  const user = person(message.user);
  return message.username || user?.real_name || message.user;
}

function drawAttachment(attachment) {
  const named = attachment.author_name || attachment.title;
  const fields = (attachment.fields || []).map((f) => el("div", { html: `<strong>${inline(f.title || "")}</strong> ${mrkdwn(f.value)}` }));
  const link = attachment.from_url || attachment.title_link;
  return el("blockquote", { class: "attachment" },
    named && el("div", { class: "who" }, named),
    attachment.pretext && el("div", { html: mrkdwn(attachment.pretext) }),
    attachment.text && el("div", { html: mrkdwn(attachment.text) }),
    ...(attachment.blocks ? drawBlocks(attachment.blocks, () => {}) : []), ...fields,
    ...(attachment.files || []).map(drawFile),
    link && el("div", { html: token(`${link}|${attachment.is_share ? "View message" : link}`) }));
}

// What Slack Connect shows of another company's file has no name.
const drawFile = (f) => el("div", {}, el("a", { href: webLink(f.url_private), download: f.name || "" }, `File: ${f.title || f.name || f.id}`));

function drawMessage(message, inThread) {
  const where = { channel: shown.channel, ts: message.ts };
  const use = (e, block, value, isPress) => {
    if (!isPress && e.type.endsWith("_input")) return;
    act("click", { ...where, action_id: e.action_id, block_id: block.block_id, ...chosenBody(value) });
  };
  use.where = where;
  const isNotice = ["channel_join", "channel_leave", "tombstone"].includes(message.subtype);
  const body = message.blocks?.length
    ? drawBlocks(message.blocks, use, message.state?.values)
    : [el("div", { html: mrkdwn(message.text) })];
  return el("article", { class: `message${message.is_ephemeral ? " private" : ""}${isNotice ? " notice" : ""}`, "data-ts": message.ts },
    el("div", {}, el("span", { class: "who" }, author(message)), message.bot_id ? el("span", { class: "app" }, "APP") : "",
      el("time", { class: "when" }, inZone(Number(message.ts), { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false })),
      message.edited ? el("span", { class: "edited" }, "(edited)") : "",
      message.is_ephemeral ? el("span", { class: "only" }, "Only visible to you") : ""),
    ...body,
    ...(message.attachments || []).map(drawAttachment),
    ...(message.files || []).map(drawFile),
    message.reactions && el("div", { class: "reactions" }, ...message.reactions.map((r) => el("span", { title: r.users.map(personName).join(", ") }, `${EMOJI[r.name] || `:${r.name}:`} ${r.count}`))),
    !inThread && message.reply_count ? el("button", { type: "button", class: "thread-link", onclick: () => go({ thread: message.ts }) },
      `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`) : null,
    message.is_ephemeral || isNotice ? null : tools(message, where, inThread));
}

// One message that cannot be drawn does not take the others with it.
function drawnOrNot(message, inThread) {
  try {
    return drawMessage(message, inThread);
  } catch (problem) {
    return el("article", { class: "message notice" }, `A message that cannot be drawn: ${problem.message}`);
  }
}

const chosenBody = (value) => (value && typeof value === "object" && !Array.isArray(value) && value.text ? { selected_option: value } : { value });

function tools(message, where, inThread) {
  const shortcuts = world.shortcuts.filter((s) => s.type === "message");
  const more = menuOf([["", "⋯"], ...shortcuts.map((s) => [s.callback_id, s.name])], "", false, "Message shortcuts");
  more.addEventListener("change", () => {
    if (more.value) act("shortcut", { ...where, callback_id: more.value });
    more.value = "";
  });
  const own = message.user === shown.me;
  const edit = () => {
    const text = window.prompt("Edit message", message.text);
    if (text) act("edit_message", { ...where, text });
  };
  const to = menuOf([["", "Forward"], ...rooms()], "", false, "Forward to");
  to.addEventListener("change", () => {
    const text = to.value && window.prompt("Add a comment, or none", "");
    if (to.value && text !== null) act("forward", { from_channel: where.channel, ts: where.ts, channel: to.value, text });
    to.value = "";
  });
  return el("div", { class: "tools" },
    el("button", { type: "button", title: "React", onclick: () => act("reaction", { ...where, name: "eyes" }) }, "React"),
    inThread ? null : el("button", { type: "button", onclick: () => go({ thread: message.thread_ts || message.ts }) }, "Reply in thread"),
    own ? el("button", { type: "button", onclick: edit }, "Edit") : null,
    own ? el("button", { type: "button", onclick: () => act("delete_message", where) }, "Delete") : null,
    to,
    shortcuts.length ? more : null);
}

function drawList(box, messages, inThread) {
  const text = JSON.stringify([shown.me, messages]);
  if (drawn[box.id] === text) return;
  drawn[box.id] = text;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  box.replaceChildren(...messages.map((m) => drawnOrNot(m, inThread)));
  if (!messages.length) box.append(el("p", { class: "empty" }, "Nothing here yet."));
  if (atEnd) box.scrollTop = box.scrollHeight;
}

// ---- home ----

function drawHome(view) {
  const box = $("messages");
  const text = JSON.stringify([shown.me, view]);
  if (drawn.messages === text) return;
  drawn.messages = text;
  if (!view) return box.replaceChildren(el("p", { class: "empty" }, "The app has published no Home tab for you."));
  const use = (e, block, value, isPress) => {
    if (isPress || !e.type.endsWith("_input")) act("click", { view_id: view.id, action_id: e.action_id, block_id: block.block_id, ...chosenBody(value) });
  };
  use.where = { view_id: view.id };
  box.replaceChildren(el("article", { class: "message" }, ...drawBlocks(view.blocks, use, view.state.values)));
}

// ---- modals ----

function drawModal(stack) {
  const dialog = $("modal");
  const view = stack.at(-1);
  const key = view ? `${view.id} ${view.hash}` : "";
  if (key === viewKey) return;
  viewKey = key;
  if (!view) return dialog.close();
  const values = Object.create(null);
  const use = (e, block, value, isTyping) => {
    (values[block.block_id] ??= {})[e.action_id] = value;
    const isButton = e.type === "button" || e.type === "overflow";
    const dispatches = block.type !== "input" || block.dispatch_action;
    if (isButton) delete values[block.block_id];
    if (isButton || (dispatches && !isTyping)) {
      act("click", { view_id: view.id, action_id: e.action_id, block_id: block.block_id, values: kept(values, e), ...chosenBody(value) });
    }
  };
  use.where = { view_id: view.id };
  dialog.replaceChildren(modalForm(view, values, use, stack.length));
  if (!dialog.open) dialog.showModal();
}

const kept = (values, used) => Object.fromEntries(Object.entries(values).map(([block, actions]) =>
  [block, Object.fromEntries(Object.entries(actions).filter(([action]) => action !== used.action_id))]));

function modalForm(view, values, use, depth) {
  const close = () => act("view/close", { view_id: view.id });
  const submit = async (event) => {
    event.preventDefault();
    const answer = await act("view/submit", { view_id: view.id, values });
    showErrors(answer.errors || {});
  };
  return el("form", { onsubmit: submit, novalidate: true },
    el("h2", {}, view.title?.text || ""),
    el("div", { class: "body" }, ...drawBlocks(view.blocks, use, view.state.values)),
    el("footer", {},
      el("button", { type: "button", onclick: close }, view.close?.text || (depth > 1 ? "Back" : "Close")),
      view.submit ? el("button", { type: "submit", class: "primary" }, view.submit.text) : null));
}

function showErrors(errors) {
  for (const box of document.querySelectorAll("dialog .field")) {
    box.querySelector(".error")?.remove();
    const text = errors[box.dataset.block];
    box.classList.toggle("wrong", Boolean(text));
    if (text) box.append(el("p", { class: "error", role: "alert" }, text));
  }
}

// ---- composing ----

async function send(form, thread) {
  const box = form.querySelector("textarea");
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  $("suggestions").hidden = true;
  const [command, ...rest] = text.split(" ");
  const where = { channel: shown.channel, thread_ts: thread || undefined };
  if (/^\/[a-z]/.test(text)) await act("command", { ...where, command, text: rest.join(" ") });
  else await act("message", { ...where, text });
}

function suggestCommands(text) {
  const found = text.startsWith("/") && !text.includes(" ") ? world.commands.filter((c) => c.command.startsWith(text)) : [];
  $("suggestions").hidden = !found.length;
  $("suggestions").replaceChildren(...found.map((c) =>
    el("li", {}, el("strong", {}, c.command), ` ${c.usage_hint} `, el("small", {}, c.description))));
}

for (const [id, thread] of [["composer", () => null], ["reply", () => shown.thread]]) {
  const form = $(id);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, thread()); });
  form.querySelector("textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(form, thread()); }
  });
}
$("composer").querySelector("textarea").addEventListener("input", (event) => suggestCommands(event.target.value));
$("close-thread").addEventListener("click", () => go({ thread: null }));
$("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  act("view/close", { view_id: viewKey.split(" ")[0] });
});
$("me").addEventListener("change", (event) => go({ me: event.target.value, thread: null }));

// ---- places ----

const botId = () => world.bot.user_id;

function placesOf(channels) {
  const rooms = channels.filter((c) => !c.is_im && !c.is_archived);
  const direct = channels.find((c) => c.is_im && c.members.includes(botId()));
  const sections = [["Channels", rooms.map((c) => [c.id, `# ${c.name}${c.is_private ? " (private)" : ""}`, c.latest])]];
  sections.push(["Direct messages", [[direct?.id || botId(), personName(botId()), direct?.latest]]]);
  const apps = world.has_home ? [["home", `${personName(botId())} · Home`]] : [];
  if (apps.length) sections.push(["Apps", apps]);
  const globals = world.shortcuts.filter((s) => s.type === "global").map((s) => [`shortcut:${s.callback_id}`, s.name]);
  if (globals.length) sections.push(["Shortcuts", globals]);
  return sections;
}

function drawPlaces(channels) {
  const button = ([id, name, latest]) => {
    const isHere = id === shown.channel;
    if (isHere) read[id] = latest;
    const isUnread = latest && read[id] && read[id] !== latest;
    read[id] ??= latest;
    return el("button", { type: "button", "aria-current": String(isHere), class: isUnread ? "unread" : "", onclick: () => visit(id) }, name);
  };
  $("places").replaceChildren(...placesOf(channels).flatMap(([title, items]) => [el("h2", {}, title), ...items.map(button)]));
}

function visit(id) {
  if (id.startsWith("shortcut:")) return act("shortcut", { callback_id: id.slice(9) });
  if (id === "home") ask("home", { user: shown.me });
  return go({ channel: id, thread: null });
}

function drawPeople() {
  const members = world.users.filter((u) => !u.is_bot && !u.deleted);
  shown.me ??= members[0].id;
  const role = (u) => (u.is_owner ? " (owner)" : u.is_admin ? " (admin)" : u.is_restricted ? " (guest)" : "");
  const text = JSON.stringify([shown.me, members.map((u) => u.real_name)]);
  if (drawn.me === text) return;
  drawn.me = text;
  const { users, channels } = world.unlisted;
  $("me").title = users + channels ? `${users} more people and ${channels} more channels are not listed` : "";
  $("me").replaceChildren(...members.map((u) => el("option", { value: u.id, selected: u.id === shown.me }, `${u.real_name}${role(u)} · ${u.tz}`)));
}

function go(to) {
  Object.assign(shown, to);
  const parts = Object.entries(shown).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(parts)}`);
  drawn = { me: drawn.me };
  refresh();
}

// ---- keeping up ----

async function refresh() {
  world = await ask("state");
  lookAt(world, shown.me);
  drawPeople();
  lookAt(world, shown.me);
  const me = `user=${shown.me}`;
  const { channels } = await ask(`channels?${me}`);
  if (!channels.some((c) => c.id === shown.channel) && ![botId(), "home"].includes(shown.channel)) {
    shown.channel = channels.find((c) => !c.is_archived)?.id || botId();
  }
  document.title = `${world.team.name} · Sandbox`;
  $("team").textContent = world.team.name;
  drawPlaces(channels);
  drawModal((await ask(`views?${me}`)).views);
  await drawMain(channels, me);
}

async function drawMain(channels, me) {
  const isHome = shown.channel === "home";
  const channel = channels.find((c) => c.id === shown.channel);
  $("title").textContent = isHome ? `${personName(botId())} · Home` : channel && !channel.is_im ? `# ${channel.name}` : personName(botId());
  const box = $("composer").querySelector("textarea");
  const canWrite = !isHome && (!channel || channel.members.includes(shown.me));
  $("composer").hidden = isHome;
  $("composer").style.display = isHome ? "none" : "";
  box.disabled = !canWrite;
  box.placeholder = canWrite ? `Message ${$("title").textContent} or type / for commands` : "You are not a member of this channel";
  $("thread").hidden = !shown.thread || isHome;
  if (isHome) return drawHome((await ask(`home?${me}`)).view);
  const here = `channel=${shown.channel}&${me}`;
  drawList($("messages"), (await ask(`messages?${here}`)).messages || [], false);
  if (shown.thread) drawList($("replies"), (await ask(`messages?${here}&thread_ts=${shown.thread}`)).messages || [], true);
}

async function follow() {
  for (;;) {
    try {
      await ask("wait", { since: world.log_next, match: {}, timeout_s: 25 });
      await refresh();
    } catch {
      tell("The sandbox does not answer.");
    }
    await new Promise((done) => setTimeout(done, 250));
  }
}

await refresh();
if (place.get("still") === null) follow();
