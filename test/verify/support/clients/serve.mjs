/** Takes commands from client-process.ts, one function each. */
export function serve(commands) {
  process.on('message', async ({ id, command, options }) => {
    try {
      process.send({ id, result: await commands[command](options) });
    } catch (error) {
      process.send({ id, error: String(error.cause ?? error) });
    }
  });
  process.send('ready');
}
