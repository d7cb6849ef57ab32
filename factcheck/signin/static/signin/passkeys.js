// Says on the page that a passkey was not used; allauth's script says it on the console alone.
document.addEventListener("allauth.error", () => {
  const line = document.querySelector("[data-passkey-error]");
  if (line) line.hidden = false;
});
