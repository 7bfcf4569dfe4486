import { expect, test } from "vitest";
import { expectClose, makeLayer, sine } from "../testing/check-layer.js";

// s = lambda *d, start=0: np.sin((np.arange(np.prod(d))+start)**2.).reshape(d)
// x = s(1,2,3,3); w = s(2,2,2,2,start=1); b = np.array([.1,-.2]); dy = s(1,2,2,3,start=2)
// p = np.pad(x, ((0,0),(0,0),(1,0),(0,1)))
// v = np.lib.stride_tricks.sliding_window_view(p, (2,2), (2,3))[:,:,::2]
test("gives what NumPy gives", () => {
  const window = { kernel: 2, strides: [2, 1], padding: [1, 0, 0, 1] } as const;
  const layer = { type: "conv2d", filters: 2, ...window, weight: "W", bias: "b" } as const;
  const made = makeLayer(layer, [[2, 3, 3]], 1);
  const [W, b] = made.parameters;
  W!.values.set(sine(16, 1));
  b!.values.set([0.1, -0.2]);
  // np.einsum('nchwij,ocij->nohw', v, w) + b[:,None,None]
  const y = [
    -0.007374516592198177, 2.066555283661225, -1.1645149681901468, 1.1603512034125942,
    -0.6235688203138505, 0.26873562607610335, 0.47863978980416994, 0.48502429036312117,
    -1.8848987790106944, 0.7573963337491929, 0.8449687566985196, 0.26137288849587664,
  ];
  expectClose(made.forward([sine(18)], 1), y, 1e-15);
  const [dx] = made.backward(sine(12, 2), 1);
  // np.einsum('nohw,nchwij->ocij', dy, v)
  const dW = [
    0.35722265128826874, 0.16936817478273386, 0.7643698009407716, -1.7349511755728364,
    -0.23404097702061344, -0.8521303052427346, 1.1198435256354604, 0.9533989172965243,
    0.6326726989327812, -0.22257464864522067, -1.2229599140201803, -0.15349929965837084,
    -0.7604418782323359, -1.062616178519437, -1.1887199817915017, -2.080013096700839,
  ];
  expectClose(W!.gradient, dW, 1e-15);
  // dy.sum((0,2,3))
  expectClose(b!.gradient, [-2.7104705830315976, -0.3104338340399164], 1e-15);
  // dv = np.einsum('nohw,ocij->nchwij', dy, w); dp = np.zeros_like(p)
  // for i in range(2):
  //   for j in range(2): dp[:,:,i:i+3:2,j:j+3] += dv[...,i,j]
  // dp[:,:,1:,:3]
  const expected = [
    0.6070437160995871, -0.6931667759178956, -0.43377766221135994, -0.740511876047745,
    -0.9308660984772501, 0.5758544804967966, 0.9430872503702249, -1.3515055782638679,
    -0.4677071046893704, -0.13390911824270646, -1.4227789117688503, 1.7541055229124745,
    -0.5837696473640285, 1.4965391920686812, 1.0109304221724393, -0.8027620918352306,
    0.28281712847358564, 1.0477314683748524,
  ];
  expectClose(dx!, expected, 1e-14);
});

test("weights start as wide as their fans say, and are those of the checkpoint's layout", () => {
  const layer = { type: "conv2d", filters: 8, kernel: [3, 2], groups: 2, weight: "W" } as const;
  const [W] = makeLayer(layer, [[4, 5, 5]], 1).parameters;
  expect(W).toMatchObject({ name: "W", shape: [8, 2, 3, 2], fans: { in: 12, out: 24 } });
});

test("a smaller batch leaves nothing of the one before", () => {
  const layer = { type: "conv2d", filters: 3, kernel: 2, padding: 1, weight: "W" } as const;
  const [used, fresh] = [makeLayer(layer, [[2, 4, 4]], 3), makeLayer(layer, [[2, 4, 4]], 3)];
  for (const { parameters } of [used, fresh]) parameters[0]!.values.set(sine(24));
  used.forward([sine(96)], 3);
  used.backward(sine(225), 3);
  for (const made of [used, fresh]) made.forward([sine(32, 5)], 1);
  expect(used.backward(sine(75), 1)).toEqual(fresh.backward(sine(75), 1));
  expect(used.parameters[0]!.gradient).toEqual(fresh.parameters[0]!.gradient);
});
