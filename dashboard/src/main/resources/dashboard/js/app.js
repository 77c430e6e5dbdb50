/** The page: the live feed into the store, the store into the page. */

import { drawCameras, mountCamera } from './camera.js';
import { listen } from './live.js';
import { drawLots } from './lots.js';
import { announce, drawBanners, drawConnection } from './notices.js';
import { drawNodes, watchNodes } from './nodes.js';
import { onChange } from './store.js';
import { followAddress } from './views.js';

onChange(drawConnection);
onChange(drawBanners);
onChange(drawLots);
onChange(drawCameras);
onChange(drawNodes);
onChange(announce);
followAddress();
mountCamera();
listen();
watchNodes();
