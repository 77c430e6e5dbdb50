package lotwatch.gateway.auth;

/** What somebody asks to do. */
public enum Action {
  /** Reads what is so: lots, cameras, frames, nodes, numbers. */
  READ,
  /** Hears what happens from now on, or ends that. */
  SUBSCRIBE,
  /** Makes a reservation. */
  RESERVE,
  /** Cancels a reservation. */
  CANCEL,
  /** Says that cars came or went, or how many there are. */
  COUNT,
  /** Reports how many spaces are available somewhere. */
  REPORT,
  /** Says that cars were seen somewhere. */
  SIGHT,
  /** Sends a frame of a camera. */
  SEND_FRAME,
  /** Uploads a video, or changes what becomes of a recording. */
  CHANGE_RECORDINGS,
  /** Takes workers in that encode, or says whether they get work. */
  STEER_WORKERS,
  /** Takes tasks of recordings, and says what came of them. */
  WORK,
  /** Says that a service is there. */
  HEARTBEAT,
  /** Takes a node into the cluster or out of it. */
  CHANGE_NODES,
  /** Changes the configuration of the campus. */
  CHANGE_CONFIGURATION
}
