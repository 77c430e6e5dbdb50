package lotwatch.lab.training;

import lotwatch.media.Frame;
import lotwatch.media.Polygon;

/**
 * One labelled spot to learn from.
 *
 * @param image the spot and a little around it
 * @param spot its outline within the image
 * @param occupied whether a vehicle stands there
 * @param view the camera view it comes from: samples of one view resemble each other, so views are
 *     held out whole
 */
record Sample(Frame image, Polygon spot, boolean occupied, String view) {}
