package lotwatch.wire;

import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.NodeChange;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.NodeState;
import lotwatch.ledger.WorkerStatus;
import lotwatch.wire.proto.NodeHappened;
import lotwatch.wire.proto.NodeLine;
import lotwatch.wire.proto.NodeSaved;

/** Nodes: commands, events and saved state as messages and back. */
final class NodeCodec {
  private NodeCodec() {}

  static NodeLine line(NodeCommand command) {
    var line = NodeLine.newBuilder();
    switch (command) {
      case NodeCommand.NodeHeartbeat heartbeat ->
          line.getNodeHeartbeatBuilder()
              .setNode(heartbeat.node().value())
              .setPage(heartbeat.page())
              .setAddress(heartbeat.address())
              .setSequence(heartbeat.sequence())
              .setWorkers(heartbeat.workerStatus().workers())
              .addAllStuck(heartbeat.workerStatus().stuck());
      case NodeCommand.Leave leave -> line.getLeaveBuilder().setNode(leave.node().value());
    }
    return line.build();
  }

  static Entry entry(NodeLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static NodeCommand command(NodeLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case NODE_HEARTBEAT ->
          new NodeCommand.NodeHeartbeat(
              new NodeId(line.getNodeHeartbeat().getNode()),
              line.getNodeHeartbeat().getPage(),
              line.getNodeHeartbeat().getAddress(),
              line.getNodeHeartbeat().getSequence(),
              new WorkerStatus(
                  line.getNodeHeartbeat().getWorkers(), line.getNodeHeartbeat().getStuckList()));
      case LEAVE -> new NodeCommand.Leave(new NodeId(line.getLeave().getNode()));
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static NodeHappened happened(NodeChange change) {
    var to = NodeHappened.newBuilder();
    switch (change) {
      case NodeChange.NodeJoined joined -> to.getNodeJoinedBuilder().setNode(joined.node().value());
      case NodeChange.NodeLost lost -> to.getNodeLostBuilder().setNode(lost.node().value());
    }
    return to.build();
  }

  static Event event(NodeHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static NodeChange change(NodeHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case NODE_JOINED -> new NodeChange.NodeJoined(new NodeId(happened.getNodeJoined().getNode()));
      case NODE_LOST -> new NodeChange.NodeLost(new NodeId(happened.getNodeLost().getNode()));
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static NodeSaved saved(NodeState node) {
    return NodeSaved.newBuilder()
        .setId(node.id().value())
        .setPage(node.page())
        .setAddress(node.address())
        .setSince(Terms.time(node.since()))
        .setHeardAt(Terms.time(node.heardAt()))
        .setBehind(node.behind())
        .setWorkers(node.workerStatus().workers())
        .addAllStuck(node.workerStatus().stuck())
        .build();
  }

  static NodeState state(NodeSaved node) {
    return new NodeState(
        new NodeId(node.getId()),
        node.getPage(),
        node.getAddress(),
        Terms.time(node.getSince()),
        Terms.time(node.getHeardAt()),
        node.getBehind(),
        new WorkerStatus(node.getWorkers(), node.getStuckList()));
  }
}
