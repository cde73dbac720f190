import { at, shown, Violation } from '../../validation/violations';

/** Whether the images can paste it into one line of a configuration. */
function isLine(text: string): boolean {
  return text !== '' && text.trim() === text && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);
}

function isItem(text: string): boolean {
  return isLine(text) && !/["'\\,]/.test(text);
}

/** What is wrong with a text that stands in a line of its own. */
export function lineViolations(path: string, name: string, text: string | undefined): Violation[] {
  return text === undefined || isLine(text) ? [] : [{ field: at(path, name), problem: `${shown(text)} must be one line of text, without blanks around it` }];
}

/** What is wrong with a text that the image pastes between the quotes of a program. */
export function quotedViolations(path: string, name: string, text: string | undefined): Violation[] {
  return text === undefined || (isLine(text) && !/["'\\]/.test(text)) ? []
    : [{ field: at(path, name), problem: `${shown(text)} must be one line of text without quotes and backslashes, which would end the text in the image's configuration` }];
}

/** What is wrong with a text that the image may put into a list, which it splits at commas. */
export function itemViolations(path: string, name: string, text: string): Violation[] {
  return isItem(text) ? [] : [{ field: at(path, name), problem: `${shown(text)} must be one line of text without commas, quotes and backslashes, such as "meetings"` }];
}

/** What is wrong with such a list. */
export function listViolations(path: string, name: string, texts: readonly string[] | undefined): Violation[] {
  return texts === undefined || (texts.length > 0 && texts.every(isItem)) ? []
    : [{ field: at(path, name), problem: `${shown(texts)} must be one or more texts without commas, quotes and backslashes, such as ["meetings"], or ["*"] for all` }];
}
