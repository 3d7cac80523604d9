// The record's page: a refused act opens again with what was typed, and the next step follows the photos.
const refused = document.querySelector("dialog[data-refused]");
if (refused) refused.showModal();

// With the last photo of the re-inspection there, the page is asked for anew: now it may be closed, or a
// repeated photo must be looked at.
document.addEventListener("evidence:added", (event) => {
  if (!event.target.closest("#next") || event.target.querySelector(".evidence-queue li")) return;
  window.setTimeout(() => window.location.reload(), 100);
});
