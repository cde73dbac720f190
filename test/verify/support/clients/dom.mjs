// What strophe.js finds in a browser: it is loaded as browsers get it, because its build for Node.js wants packages that BOSH has no use for.
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';

const document = new DOMImplementation().createDocument(null, 'sample', null);
for (const node of [document, document.documentElement]) {
  Object.defineProperty(Object.getPrototypeOf(node), 'firstElementChild', {
    get() {
      return [...this.childNodes].find(({ nodeType }) => nodeType === 1) ?? null;
    },
  });
}

Object.assign(globalThis, { document, XMLSerializer });
