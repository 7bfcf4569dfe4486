import { EvaluateView } from "./evaluate/evaluate-view.js";
import { ExamplesView } from "./examples/examples-view.js";
import { FunctionsView } from "./functions/functions-view.js";
import { DropArea } from "./shell/drop-area.js";
import { Footer } from "./shell/footer.js";
import { Header } from "./shell/header.js";
import { Notices } from "./shell/notices.js";
import { place } from "./state/place.js";
import { views, type View } from "./state/place-hash.js";
import { WatchView } from "./watch/watch-view.js";

const contents: Record<View, () => preact.JSX.Element> = {
  watch: WatchView,
  evaluate: EvaluateView,
  examples: ExamplesView,
  functions: FunctionsView,
};

export function App() {
  const { view } = place.value;
  const Content = contents[view];
  return (
    <>
      <Header />
      <Notices />
      <main aria-label={views[view]}>
        <Content />
      </main>
      <Footer />
      <DropArea />
    </>
  );
}
