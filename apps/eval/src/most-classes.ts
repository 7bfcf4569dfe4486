/** More are no classes of images: a confusion matrix of so many has 16 million cells. */
export const MOST_CLASSES = 4096;
