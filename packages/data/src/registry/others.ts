import type { PublishedPart, PublishedSet } from "./published-set.js";

const K49 = "http://codh.rois.ac.jp/kmnist/dataset/k49/";
const QMNIST = "https://raw.githubusercontent.com/facebookresearch/qmnist/master/";

/** Of Kuzushiji-49 only MD5s are published, and sizes in megabytes, which are rounded up here. */
const k49: PublishedSet = {
  name: "k49",
  title: "Kuzushiji-49",
  classes: 49,
  classNames: [
    ..."あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゝ",
  ],
  license: "CC BY-SA 4.0",
  source: "https://github.com/rois-codh/kmnist",
  splits: {
    test: [
      npz("k49-test-imgs.npz", 15e6, "d352e201d846ce6b94f42c990966f374"),
      npz("k49-test-labels.npz", 4e5, "4da6f7a62e67a832d5eb1bd85c5ee448"),
    ],
    train: [
      npz("k49-train-imgs.npz", 80e6, "7ac088b20481cf51dcd01ceaab89d821"),
      npz("k49-train-labels.npz", 1e6, "44a8e1b893f81e63ff38d73cad420f7a"),
    ],
  },
};

/**
 * MNIST made anew with all of its 60,000 test images. MD5s and SHA-256 as torchvision gives them; sizes
 * are not published, so these are bounds.
 */
const qmnist: PublishedSet = {
  name: "qmnist",
  title: "QMNIST",
  classes: 10,
  license: "BSD 3-Clause",
  source: "https://github.com/facebookresearch/qmnist",
  splits: {
    test: [
      gzip("qmnist-test-images-idx3-ubyte", 16 + 60_000 * 784, {
        md5: "1394631089c404de565df7b7aeaf9412",
        sha256: "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375",
      }),
      gzip("qmnist-test-labels-idx2-int", 12 + 60_000 * 32, {
        md5: "5b5b05890a5e13444e108efe57b788aa",
        sha256: "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06",
      }),
    ],
    train: [
      gzip("qmnist-train-images-idx3-ubyte", 16 + 60_000 * 784, {
        md5: "ed72d4157d28c017586c42bc6afe6370",
        sha256: "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d",
      }),
      gzip("qmnist-train-labels-idx2-int", 12 + 60_000 * 32, {
        md5: "0058f8dd561b90ffdd0f734c6a30e5e4",
        sha256: "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f",
      }),
    ],
  },
};

export const others: readonly PublishedSet[] = [k49, qmnist];

function npz(name: string, maxBytes: number, md5: string): PublishedPart {
  return { name, maxBytes, from: { urls: [K49 + name], maxBytes, md5 } };
}

function gzip(
  name: string,
  maxBytes: number,
  digests: { md5: string; sha256: string },
): PublishedPart {
  // Compressed, none takes more than as it is.
  return {
    name,
    maxBytes,
    from: { urls: [`${QMNIST}${name}.gz`], maxBytes, ...digests },
    isGzip: true,
  };
}
