/* The document that the console gives to Swagger UI: of one operation, made from its twin, or of a whole API. */

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
const MAPS = new Set(
  ("properties patternProperties $defs definitions dependentSchemas schemas responses parameters examples headers " +
    "callbacks links requestBodies securitySchemes content encoding paths pathItems webhooks variables mapping").split(" "),
);
const DATA = new Set(["example", "examples", "default", "enum", "const", "value"]);

/* The whole document, seen from a twin, and the references whose targets an operation can do without. */
const ELSEWHERE = "../openapi.json#";
const DISPENSABLE = /^#\/components\/(schemas|examples)\//;

/* How many characters of components Swagger UI takes without letting readers wait. */
const ROOM = 40_000;

export const fetched = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response;
};

const json = async (url) => (await fetched(url)).json();

/* Calls *change* with each object in *value*, and whether it is a map from names, or data. */
const visit = (value, change, isMap = false, isData = false) => {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) change(value, isMap, isData);
  for (const [key, item] of Object.entries(value)) {
    const isMapBelow = !Array.isArray(value) && !isMap && MAPS.has(key) && !Array.isArray(item);
    visit(item, change, isMapBelow, isData || (!isMap && !isMapBelow && DATA.has(key)));
  }
};

/* Takes out whatever could lead Swagger UI to another address than that of the service. */
const clean = (document) =>
  visit(document, (owner, isMap, isData) => {
    for (const [key, item] of Object.entries(owner)) {
      if (typeof item !== "string") continue;
      const leadsAway = key === "$ref" ? !item.startsWith("#") : !isData && ["$id", "$self", "$schema", "jsonSchemaDialect"].includes(key);
      const isNoAddress = !isData && !isMap && /(^url|Url|^termsOfService)$/.test(key) && /^\s*(?!https?:)[a-z][\w+.-]*\s*:/i.test(item);
      if (leadsAway || isNoAddress) delete owner[key];
    }
  });

/* Asks for the token of OpenID Connect itself: Swagger UI would ask the host that hands it out as soon as it starts. */
const askForTokens = (document) => {
  for (const scheme of Object.values(document.components?.securitySchemes ?? {})) {
    if (scheme.type !== "openIdConnect") continue;
    const description = [scheme.description, scheme.openIdConnectUrl].filter(Boolean).join("\n");
    Object.assign(scheme, { type: "http", scheme: "bearer", description });
    delete scheme.openIdConnectUrl;
  }
};

/* Makes a form that is the whole query (3.2) a parameter that is sent in the same way: Swagger UI would send nothing. */
const sendQueries = (document) =>
  visit(document, (owner, isMap, isData) => {
    const form = !isMap && !isData && owner.in === "querystring" && owner.content?.["application/x-www-form-urlencoded"];
    if (!form) return;
    delete owner.content;
    Object.assign(owner, { ...form, in: "query", style: "form", explode: true });
  });

const steps = (pointer) => pointer.split("/").slice(1).map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));

const at = (document, reference) => steps(reference).reduce((found, name) => (Object.hasOwn(found ?? {}, name) ? found[name] : undefined), document);

const followed = (document, value) => (value?.$ref ? at(document, value.$ref) : value);

const references = (value) => {
  const found = [];
  visit(value, ({ $ref }) => typeof $ref === "string" && found.push($ref));
  return found;
};

/* Leaves of *document* the path item at *path* and the components that it reaches, the nearest first: as many schemas
   and examples as there is room for. */
const shorten = (document, path, words) => {
  const item = document.paths[path];
  const { securitySchemes = {}, ...sections } = document.components ?? {};
  const kept = new Map();
  let room = ROOM;
  const queue = references(item);
  for (const reference of queue) {
    if (!reference.startsWith("#/components/")) continue;
    const [, section, name] = steps(reference);
    const value = sections[section]?.[name];
    if (!kept.has(section)) kept.set(section, new Map());
    if (value === undefined || kept.get(section).has(name)) continue;
    const size = JSON.stringify(value).length;
    if (size > room && DISPENSABLE.test(reference)) continue;
    room -= size;
    kept.get(section).set(name, value);
    queue.push(...references(value));
  }
  document.paths = { [path]: item };
  document.components = { securitySchemes, ...Object.fromEntries([...kept].map(([section, found]) => [section, Object.fromEntries(found)])) };
  delete document.webhooks;
  leaveOut(document, words);
};

/* Puts words in the places of schemas that are not there, and takes examples out. */
const leaveOut = (document, words) => {
  const isMissing = (value) => {
    const reference = typeof value?.$ref === "string" ? value.$ref.replace(ELSEWHERE, "#") : "";
    return DISPENSABLE.test(reference) && at(document, reference) === undefined && steps(reference);
  };
  visit(document, (owner, isMap, isData) => {
    for (const [key, value] of isMap ? Object.entries(owner) : []) if (isMissing(value)[1] === "examples") delete owner[key];
    const missing = !isMap && !isData && isMissing(owner);
    if (!missing) return;
    delete owner.$ref;
    owner.title = missing.at(-1);
    owner.description = words.leftOut;
  });
};

/* Brings all path items to where Swagger UI looks for them. */
const gather = (document) => {
  document.paths = { ...document["x-ms-paths"], ...document.paths };
  for (const [path, item] of Object.entries(document.paths)) {
    const { $ref, ...own } = item ?? {};
    if ($ref?.startsWith?.("#")) document.paths[path] = { ...followed(document, item), ...own };
  }
  return document;
};

const absolute = (url, base) => {
  if (/^([a-z][\w+.-]*:|\{)/i.test(url)) return url;
  const { href, origin, protocol } = new URL(".", base);
  if (url.startsWith("//")) return protocol + url;
  return (url.startsWith("/") ? origin : href) + url;
};

/* Takes out the operations that have no pages, or all but one, and says where the servers are. */
const prepare = (document, settings, only) => {
  clean(document);
  askForTokens(document);
  sendQueries(document);
  const base = settings.base || location.href;
  document.servers = settings.server ? [{ url: settings.server }] : document.servers?.length ? document.servers : [{ url: "/" }];
  for (const [path, item] of Object.entries(document.paths)) {
    const methods = settings.operations[path] ?? {};
    for (const method of METHODS) {
      if (!Object.hasOwn(methods, method) || (only && only.method !== method)) delete item[method];
    }
    if (!METHODS.some((method) => method in item)) delete document.paths[path];
  }
  const holders = [document, ...Object.values(document.paths)];
  for (const holder of [...holders, ...holders.flatMap((item) => METHODS.map((method) => item[method] ?? {}))]) {
    for (const server of holder.servers ?? []) server.url = absolute(server.url ?? "/", base);
  }
  return document;
};

/* Gives parameters the examples of their schemas, and the body the example that the page shows. */
const addExamples = (document, { path, method }, body) => {
  const item = document.paths[path];
  const operation = item[method];
  for (const given of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = followed(document, given);
    const { examples, default: usual } = followed(document, parameter?.schema) ?? {};
    if (Array.isArray(examples) && examples.length && usual === undefined && !("example" in parameter || "examples" in parameter)) parameter.example = examples[0];
  }
  const media = Object.entries(followed(document, operation.requestBody)?.content ?? {}).find(([type]) => /[/+]json\b/.test(type))?.[1];
  if (body && media && !("example" in media || "examples" in media)) media.example = JSON.parse(body.textContent);
};

const placeOf = (operations, name) => {
  for (const [path, methods] of Object.entries(operations)) {
    for (const [method, page] of Object.entries(methods)) if (page === name) return { path, method };
  }
  throw new Error(`404 ${name}`);
};

/* Returns the document in the twin of an operation, or the whole one if the twin lacks more than schemas and examples. */
const operationDocument = async (settings, name) => {
  const twin = await (await fetched(new URL(`${encodeURIComponent(name)}.md`, settings.twins))).text();
  const text = /[^]*^```json [^\n]*\n([^]*)\n```\s*$/m.exec(twin)?.[1];
  const document = text && JSON.parse(text);
  const lacks = (reference) => reference.startsWith(ELSEWHERE) && !DISPENSABLE.test(reference.slice(ELSEWHERE.length - 1));
  return !document || references(document).some(lacks) ? json(settings.document) : document;
};

/* Returns the document of the operation *name*, or of the whole API. */
export const readDocument = async (settings, name) => {
  if (!name) return { document: prepare(gather(await json(settings.document)), settings) };
  const only = placeOf(settings.operations, name);
  const document = gather(await operationDocument(settings, name));
  shorten(document, only.path, settings.words);
  prepare(document, settings, only);
  delete document.paths[only.path][only.method].tags; // an operation with two of them would be there twice
  addExamples(document, only, globalThis.document.querySelector("#request .openapi-example + .highlight-json pre"));
  return { document, only };
};
