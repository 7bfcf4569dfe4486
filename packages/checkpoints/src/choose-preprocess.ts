import {
  completePreprocess,
  scalesPixels,
  type Graph,
  type Model,
  type Preprocess,
  type PreprocessSource,
  type SaidPreprocess,
} from "@evalpool/models";

/** A network from elsewhere with what becomes of pixels. */
export function choosePreprocess(
  model: Model,
  saysPreprocess: boolean,
  asked: SaidPreprocess = {},
): { graph: Graph; source: PreprocessSource } {
  const { graph } = model;
  const said = completePreprocess(asked);
  const isSaid = saysPreprocess || scalesPixels(model);
  const assumed: Preprocess = isSaid || said.scale !== undefined ? {} : { scale: 1 / 255 };
  const preprocess = { ...assumed, ...graph.preprocess, ...said };
  const isAssumed =
    assumed.scale !== undefined && said.mean === undefined && said.std === undefined;
  const isCallers = Object.keys(said).length > 0;
  const source = isAssumed ? "assumed" : isCallers ? "caller" : "model";
  return { graph: { ...graph, preprocess }, source };
}
