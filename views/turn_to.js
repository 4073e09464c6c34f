// A part that was chosen (PART) opens below its row of buttons, which may stand at the foot of the window: the row comes
// to the top, as soon as enough is drawn below it. Whoever scrolls meanwhile is left alone.
(() => {
  const row = document.querySelector('[class*="st-key-"][class*="-section"]');
  const drawing = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";
  let end = 0;
  let left = false;
  const leave = () => (left = true);
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, leave, { once: true, passive: true });
  const turn = () => {
    if (left || !row?.isConnected) return;
    row.style.scrollMarginTop = "2.5rem";
    row.scrollIntoView({ block: "start" });
    if (!end || drawing()) end = performance.now() + 3000;  // a slow machine draws for longer than that
    if (row.getBoundingClientRect().top > 60 && performance.now() < end) setTimeout(turn, 100);
  };
  requestAnimationFrame(turn);
})();
