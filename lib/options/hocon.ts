import { at, Violation } from '../validation/violations';

/** Names of variables of the pod as HOCON takes them; with a question mark they may be missing. */
const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/** Variables that images and Kubernetes set themselves. */
const EVERYWHERE = ['HOME', 'HOSTNAME', 'JAVA_HOME', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'LANG', 'LC_ALL', 'PATH', 'PWD', 'USER'];

/** A program of Java does not start where a variable is missing that its configuration names. */
export function missingVariables(path: string, text: string = '', known: readonly string[] = []): Violation[] {
  const code = text.replace(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|(?:#|\/\/).*/g, '');
  const keys = settings(text).flatMap((setting) => setting.split('.')[0] ?? []);
  const missing = [...code.matchAll(VARIABLE)].map(([, name = '']) => name).filter((name) => ![...EVERYWHERE, ...known, ...keys].includes(name));
  return [...new Set(missing)].map((name) => ({
    field: at(path, 'customConfig'), problem: `\${${name}} is no variable that the program has, and it would not start; add ${name} to extraEnv, or write \${?${name}} where it may be missing`,
  }));
}

/** Paths of the settings that a text gives values, such as `videobridge.ice.udp.port`. Its brackets fit. */
export function settings(text: string): string[] {
  const tokens = text.replace(/"""[^]*?"""/g, '""').match(/"(?:\\.|[^"\\\n])*"|(?:#|\/\/).*|\$\{[^}]*\}|\+=|[={}[\]:,\n]|[^"#={}[\]:,\n$+/]+|./g) ?? [];
  const found: string[] = [];
  const inside: string[] = [];
  let [key, isValue, list] = ['', false, 0];
  const next = (): void => {
    [key, isValue] = ['', false];
  };
  for (const token of tokens) {
    if (list > 0 || token === '[') {
      list += token === '[' ? 1 : token === ']' ? -1 : 0;
    } else if (token === '{') {
      inside.push(key);
      next();
    } else if (token === '}') {
      inside.pop();
      next();
    } else if (/^(\+?=|:)$/.test(token) && !isValue) {
      found.push([...inside, key].filter((part) => part !== '').join('.'));
      isValue = true;
    } else if (token === '\n' || token === ',') {
      next();
    } else if (!isValue && !/^(#|\/\/)/.test(token)) {
      key += token.replace(/"/g, '').trim();
    }
  }
  return found;
}
