import { Buffer } from 'node:buffer';
import { connectionOptions } from './connection.mjs';
import { DOMParser } from '@xmldom/xmldom';
import { request } from 'node:https';

/** As much of a browser's as BOSH needs. */
export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  responseText = '';
  responseXML = null;
  #headers = {};
  #request;

  open(method, url) {
    this.#request = request(url, { ...connectionOptions(), method });
    this.#change(1);
  }

  getAllResponseHeaders() {
    return Object.entries(this.#headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  setRequestHeader(name, value) {
    this.#request.setHeader(name, value);
  }

  send(body) {
    this.#request.setHeader('Content-Length', Buffer.byteLength(body));
    this.#request.on('response', (response) => {
      response.setEncoding('utf8').on('data', (part) => {
        this.responseText += part;
      }).on('end', () => {
        this.status = response.statusCode;
        this.responseXML = new DOMParser().parseFromString(this.responseText, 'text/xml');
        this.#headers = response.headers;
        this.#change(4);
      }).on('error', () => this.#change(4));
    }).on('error', () => this.#change(4)).end(body);
  }

  abort() {
    this.#request.destroy();
  }

  #change(state) {
    this.readyState = state;
    this.onreadystatechange?.();
  }
}
