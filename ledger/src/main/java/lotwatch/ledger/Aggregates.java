package lotwatch.ledger;

import java.util.List;

/** The subjects of one ledger, each made with those it builds upon. */
record Aggregates(
    Lots lots,
    Cameras cameras,
    Nodes nodes,
    Reports reports,
    Positions positions,
    Configurations configurations,
    Sessions sessions,
    Blobs blobs,
    Work work,
    Recordings recordings) {
  static Aggregates in(Context context) {
    var lots = new Lots(context);
    var cameras = new Cameras(context, lots.spots());
    var nodes = new Nodes(context, cameras);
    var reports = new Reports(context, lots.counting());
    var positions = new Positions(context);
    var configurations = new Configurations(context, lots, cameras);
    var sessions = new Sessions(context, lots::places);
    var blobs = new Blobs(context);
    var work = new Work(context, blobs);
    var recordings = new Recordings(context, blobs, work);
    return new Aggregates(
        lots,
        cameras,
        nodes,
        reports,
        positions,
        configurations,
        sessions,
        blobs,
        work,
        recordings);
  }

  /** All of them, those first that others build upon. */
  List<Aggregate> all() {
    return List.of(
        lots,
        cameras,
        nodes,
        reports,
        positions,
        configurations,
        sessions,
        blobs,
        work,
        recordings);
  }
}
