/* The console: Swagger UI for one operation, in a dialog, or for a whole API, on its page. It stands in a shadow tree,
   so that neither the style sheets of the theme nor those of Swagger UI reach into the other. */

const local = (name) => new URL(name + new URL(import.meta.url).search, import.meta.url).href;

const { fetched, readDocument } = await import(local("openapi-document.js"));

const once = (make) => {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) {
      const promise = make(key);
      made.set(key, promise);
      promise.catch(() => made.delete(key)); // the next click tries again
    }
    return made.get(key);
  };
};

const readSettings = once(async (url) => {
  const settings = await (await fetched(url)).json();
  for (const name of ["console", "document", "static", "twins"]) settings[name] = new URL(settings[name], url).href;
  return { ...settings, url };
});

const loadScript = once(
  (url) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => (script.remove(), reject(new Error(url)));
      document.head.append(script);
    }),
);

const loadSheet = once(async (url) => {
  const sheet = new CSSStyleSheet();
  const text = await (await fetched(url)).text();
  sheet.replaceSync(text.replaceAll("html.dark-mode", ":host(.dark-mode)"));
  return sheet;
});

const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};

/* Credentials and server: kept for the tab, and nowhere else */

const KEPT = "openapi-console:";

const keepForTab = (ui, settings, onChange) => {
  const key = KEPT + settings.url;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  if (kept.authorized) ui.authActions.restoreAuthorization({ authorized: kept.authorized });
  const servers = ui.specSelectors.specJson().toJS().servers ?? [];
  if (servers.some(({ url }) => url === kept.server)) ui.oas3Actions.setSelectedServer(kept.server);
  const save = () => {
    const authorized = ui.authSelectors.authorized()?.toJS() ?? {};
    const server = ui.oas3Selectors.selectedServer() || kept.server;
    sessionStorage.setItem(key, JSON.stringify({ authorized, server }));
    onChange(Object.keys(authorized));
  };
  let last = [];
  const compare = () => {
    const now = [ui.authSelectors.authorized(), ui.oas3Selectors.selectedServer()];
    if (now.every((value, index) => value === last[index])) return;
    last = now;
    save();
  };
  ui.getStore().subscribe(compare);
  compare();
};

/* Requests */

const SAFE_HEADERS = ["accept", "accept-language", "content-language"];
const SAFE_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/* Returns the headers that the service has to send. */
const permission = (url, { method = "GET", headers = {} }) => {
  const names = Object.entries(headers)
    .filter(([name, value]) => !SAFE_HEADERS.includes(name.toLowerCase()) && !(name.toLowerCase() === "content-type" && SAFE_TYPES.includes(String(value).split(";")[0])))
    .map(([name]) => name);
  const lines = [`Access-Control-Allow-Origin: ${location.origin}`];
  if (!["GET", "HEAD", "POST"].includes(method.toUpperCase())) lines.push(`Access-Control-Allow-Methods: ${method.toUpperCase()}`);
  if (names.length) lines.push(`Access-Control-Allow-Headers: ${names.join(", ")}`);
  return lines.join("\n");
};

/* Returns why the browser gave no answer. It does not tell a page, which therefore tries a few things. */
const explain = async (url, request, isForbidden, words) => {
  const service = new URL(url).origin;
  const put = (text) => text.replace("{service}", service);
  if (isForbidden) return put(words.policy);
  if (location.protocol === "https:" && /^http:\/\/(?!localhost|127\.|\[::1\])/.test(service)) return put(words.insecure);
  try {
    await fetch(service, { mode: "no-cors", method: "HEAD", credentials: "omit", cache: "no-store" });
  } catch {
    return put(words.unreachable);
  }
  return `${put(words.unread)}\n\n${permission(url, request)}`;
};

const fetchExplained = (settings, tell) => async (url, request) => {
  let isForbidden = false;
  const note = (event) => (isForbidden ||= event.effectiveDirective === "connect-src" && url.startsWith(event.blockedURI));
  document.addEventListener("securitypolicyviolation", note);
  try {
    tell("");
    return await fetch(url, request);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the event comes later
    const reason = await explain(url, request, isForbidden, settings.words);
    tell(reason);
    throw new Error(reason);
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
};

const proxied = (url, proxy) => {
  for (const [start, path] of Object.entries(proxy)) {
    const rest = url.slice(start.length);
    if (url.startsWith(start) && (start.endsWith("/") || /^([/?#]|$)/.test(rest))) return new URL(path + rest, location.href).href;
  }
  return url;
};

/* Swagger UI */

const plugin = (settings) => (system) => ({
  // Texts of the document are texts: nothing of them is HTML.
  components: { Markdown: ({ source }) => system.React.createElement("p", { className: "openapi-words" }, String(source ?? "").trim()) },
  wrapComponents: { InfoContainer: () => () => null },
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: () => (state, path, method) => !settings.excluded.includes(settings.operations[path]?.[method]),
      },
    },
  },
});

/* Gives names to the fields that Swagger UI leaves without any, so that they are read aloud. */
const nameFields = (holder) => {
  const nameOf = (field) =>
    field.dataset.variable ??
    field.closest("[data-param-name]")?.dataset.paramName ??
    field.closest(".scheme-container, .opblock-section")?.querySelector(".servers-title, .opblock-title")?.textContent;
  const hasWords = (field) => [...field.labels].some((label) => label.textContent !== field.textContent);
  const name = () => {
    for (const field of holder.querySelectorAll("input, select, textarea")) {
      if (!hasWords(field) && !field.hasAttribute("aria-label")) field.ariaLabel = nameOf(field) ?? null;
    }
  };
  new MutationObserver(name).observe(holder, { childList: true, subtree: true });
};

const draw = async (settings, read, holder, tell, onChange) => {
  const { only, document } = read;
  nameFields(holder);
  return new Promise((resolve) => {
    const ui = SwaggerUIBundle({
      domNode: holder,
      spec: document,
      plugins: [plugin(settings)],
      deepLinking: false,
      persistAuthorization: false,
      validatorUrl: null,
      queryConfigEnabled: false,
      tryItOutEnabled: Boolean(only),
      docExpansion: only ? "full" : "list",
      defaultModelsExpandDepth: -1,
      oauth2RedirectUrl: new URL("oauth2-redirect.html", settings.static).href,
      requestInterceptor: (request) => {
        request.url = proxied(request.url, settings.proxy);
        request.userFetch = fetchExplained(settings, tell);
        return request;
      },
      onComplete: () => {
        ui.initOAuth({ usePkceWithAuthorizationCodeGrant: true });
        keepForTab(ui, settings, onChange);
        resolve(ui);
      },
    });
  });
};

/* Appearance */

const isDark = () => {
  const [red, green, blue] = getComputedStyle(document.body).color.match(/[\d.]+/g).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
};

const followTheme = (host) => host.classList.toggle("dark-mode", isDark());

/* Fills *host* with the console of the operation *name*, or of the whole API. */
const fill = async (host, url, name, frame) => {
  const root = host.attachShadow({ mode: "open" });
  const style = await loadSheet(local("openapi-console.css"));
  root.adoptedStyleSheets = [style];
  followTheme(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => followTheme(host));
  const settings = await readSettings(url);
  const { words } = settings;
  const title = element("h2", { id: "title" });
  const forget = element("button", { type: "button", className: "forget", textContent: words.forget, hidden: true });
  const links = element("p", { className: "links" }, forget);
  const notice = element("p", { className: "notice", role: "alert", hidden: true });
  const holder = element("div", { className: "holder" }, element("p", { textContent: words.loading }));
  const tell = (text) => {
    notice.textContent = text;
    notice.hidden = !text;
  };
  if (name) links.append(element("a", { href: settings.console, textContent: words.whole }));
  const whole = frame(settings, title, links, notice, holder);
  root.append(whole);
  whole.showModal?.();
  try {
    const read = await readDocument(settings, name);
    title.textContent = name && words.tryIt.replace("{operation}", () => `${read.only.method.toUpperCase()} ${read.only.path}`);
    const file = (part) => new URL(`${part}?v=${settings.version}`, settings.static).href;
    const [sheet] = await Promise.all([loadSheet(file("swagger-ui.css")), loadScript(file("swagger-ui-bundle.js"))]);
    root.adoptedStyleSheets = [sheet, style];
    const ui = await draw(settings, read, holder, tell, (authorized) => (forget.hidden = !authorized.length));
    forget.addEventListener("click", () => ui.authActions.logout(Object.keys(ui.authSelectors.authorized().toJS())));
    return ui;
  } catch (error) {
    holder.replaceChildren();
    tell(error.message.startsWith("404 ") ? words.missing : words.failed);
    throw error;
  }
};

const nameIn = (hash) => decodeURIComponent(hash.slice(1));

const dialogs = new Map();

/* Opens the dialog of the operation that *link* leads to. It stays in the page, so that what was filled in does, too. */
export const open = async (link) => {
  if (dialogs.has(link)) {
    const { host, dialog } = dialogs.get(link);
    followTheme(host);
    dialog.showModal();
    return;
  }
  const host = element("div");
  document.body.append(host);
  let dialog;
  const frame = ({ words }, title, links, notice, holder) => {
    const close = element("button", { type: "button", className: "close", textContent: words.close });
    close.addEventListener("click", () => dialog.close());
    dialog = element("dialog", {}, element("header", {}, title, close), links, holder, notice);
    dialog.setAttribute("aria-labelledby", title.id);
    dialogs.set(link, { host, dialog });
    return dialog;
  };
  let ui;
  const escape = (event) => {
    if (event.key !== "Escape" || event.isComposing || !dialog?.open) return;
    event.preventDefault();
    event.stopPropagation(); // Sphinx has a use of its own for the key, and would keep the dialog open
    if (!ui?.authSelectors.shownDefinitions()) return dialog.close();
    ui.authActions.showDefinitions(false); // it closes what is on top: here, the form for credentials
    host.shadowRoot.querySelector(".btn.authorize").focus();
  };
  document.addEventListener("keydown", escape, true);
  try {
    ui = await fill(host, new URL(link.dataset.settings, document.baseURI).href, nameIn(link.hash), frame);
  } catch (error) {
    const remove = () => {
      document.removeEventListener("keydown", escape, true);
      host.remove();
    };
    if (!dialog) {
      remove();
      throw error;
    }
    dialogs.delete(link); // the next click tries again
    dialog.addEventListener("close", remove);
  }
};

/* The console in the page. */
export const show = async (place) => {
  const host = element("div");
  place.append(host);
  const frame = (settings, ...parts) => element("section", { className: "page" }, ...parts);
  await fill(host, new URL(place.dataset.settings, document.baseURI).href, nameIn(location.hash), frame);
};
