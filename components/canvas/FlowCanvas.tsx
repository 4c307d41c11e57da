"use client";
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FlowEdge } from "#nodes/_core/flow/flow.ts";
import { canConnect } from "./commands/can-connect.ts";
import { connectPorts, connectToNode } from "./commands/connect-ports.ts";
import { moveEdgeEnd } from "./commands/move-edge-end.ts";
import { gridStep } from "./commands/place-node.ts";
import { DraftLine } from "./edge/DraftLine.tsx";
import { FlowLineView } from "./edge/FlowLineView.tsx";
import { NodeCard } from "./node/NodeCard.tsx";
import { NoteCard } from "./node/NoteCard.tsx";
import { type CanvasNode, type FlowLine, noteIdOf, toCanvasNodes, toFlowLines } from "./to-xyflow.ts";
import { useCanvas, useCanvasStore } from "./use-canvas.ts";
import { reveal } from "./use-commands.ts";

const nodeTypes = { step: NodeCard, note: NoteCard };
const edgeTypes = { line: FlowLineView };
const snapGrid: [number, number] = [gridStep, gridStep];

/** The drawing board: React Flow draws, the store decides. Positions are recorded when a drag ends, as one step. */
export function FlowCanvas({ board }: { board: RefObject<HTMLDivElement | null> }) {
  const store = useCanvasStore();
  const document = useCanvas((state) => state.document);
  const selection = useCanvas((state) => state.selection);
  const readOnly = useCanvas((state) => state.readOnly);
  const [nodes, setNodes] = useState<CanvasNode[]>(() => toCanvasNodes(document, selection, [], readOnly));
  const flow = useReactFlow<CanvasNode, FlowLine>();
  const dragging = useRef(false);

  useEffect(() => {
    if (!dragging.current) setNodes((before) => toCanvasNodes(document, selection, before, readOnly));
  }, [document, selection, readOnly]);
  const edges = useMemo(() => toFlowLines(document, selection), [document, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const rest = changes.filter((change) => change.type !== "select" && change.type !== "remove");
      if (rest.length > 0) setNodes((before) => applyNodeChanges(rest, before));
      const chosen = changes.filter((change) => change.type === "select");
      if (chosen.length === 0) return;
      const { selection: old } = store.getState();
      const next = new Set([...old.nodes, ...old.notes.map((id) => `note:${id}`)]);
      for (const change of chosen) {
        if (change.selected) next.add(change.id);
        else next.delete(change.id);
      }
      const ids = [...next];
      store.getState().select({
        nodes: ids.filter((id) => noteIdOf(id) === null),
        notes: ids.flatMap((id) => noteIdOf(id) ?? []),
        edges: old.edges,
      });
    },
    [store],
  );

  const isValid = useCallback(
    (connection: Connection | FlowLine) => {
      const { document: current, catalogue } = store.getState();
      const ends = endsOf(connection);
      return ends !== null && canConnect(current, catalogue, ends) === null;
    },
    [store],
  );

  const onConnect = useCallback(
    (connection: Connection) => {
      const { document: current, catalogue, perform } = store.getState();
      const ends = endsOf(connection);
      if (ends) perform(connectPorts(current, catalogue, ends));
    },
    [store],
  );

  // A line that was not dropped on a port: on a card it takes the first port that fits, on nothing it opens the picker.
  const onConnectEnd: OnConnectEnd = useCallback(
    (event, state) => {
      const { fromNode, fromHandle } = state;
      if (state.isValid || !fromNode || !fromHandle?.id || fromHandle.type !== "source") return;
      const { document: current, catalogue, perform, patch } = store.getState();
      const from = { node: fromNode.id, port: fromHandle.id };
      const pointer = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!pointer) return;
      const dropped = pointer.target instanceof Element ? pointer.target : null;
      const under = dropped?.closest("[data-node-card]")?.getAttribute("data-node-card");
      if (under) {
        const operation = under === fromNode.id ? null : connectToNode(current, catalogue, from, under);
        if (operation) perform(operation);
        else if (under !== fromNode.id)
          patch({
            announcement:
              canConnect(current, catalogue, { from, to: { node: under, port: "in" } }) ?? "These do not fit together.",
          });
        return;
      }
      if (!dropped?.closest(".react-flow__pane")) return;
      const point = flow.screenToFlowPosition({ x: pointer.clientX, y: pointer.clientY });
      patch({ palette: { kind: "after", from, at: { x: point.x, y: point.y - 36 } } });
    },
    [store, flow],
  );

  const onReconnect = useCallback(
    (edge: FlowLine, connection: Connection) => {
      const { document: current, catalogue, perform } = store.getState();
      const ends = endsOf(connection);
      if (ends) perform(moveEdgeEnd(current, catalogue, edge.id, ends));
    },
    [store],
  );

  return (
    <div ref={board} className="absolute inset-0">
      <ReactFlow<CanvasNode, FlowLine>
        aria-label="Flow canvas"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => {
          const next = new Set(store.getState().selection.edges);
          for (const change of changes) {
            if (change.type !== "select") continue;
            if (change.selected) next.add(change.id);
            else next.delete(change.id);
          }
          const { nodes: chosen, notes } = store.getState().selection;
          store.getState().select({ nodes: chosen, notes, edges: [...next] });
        }}
        onNodeDragStart={() => {
          dragging.current = true;
        }}
        onNodeDragStop={(_, __, moved) => {
          dragging.current = false;
          const { document: current, perform } = store.getState();
          const steps = moved.flatMap((node) => {
            const old = current.nodes.find((candidate) => candidate.id === node.id)?.position;
            const same = old?.x === node.position.x && old.y === node.position.y;
            return old && !same ? [{ nodeId: node.id, position: { ...node.position } }] : [];
          });
          if (steps.length > 0) perform({ kind: "move-nodes", moves: steps });
          for (const node of moved) {
            const noteId = noteIdOf(node.id);
            if (noteId) perform({ kind: "update-note", noteId, change: { position: { ...node.position } } });
          }
        }}
        onNodeDoubleClick={(_, node) => {
          const chosen = store.getState().document.nodes.find((candidate) => candidate.id === node.id);
          if (chosen?.type === "logic/map") store.getState().patch({ mapping: chosen.id });
        }}
        onNodeClick={(_, node) => {
          store.getState().patch({ inspectorOpen: true });
          reveal(store, flow, node.id);
        }}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        onReconnectEnd={(_, edge, __, state) => {
          if (!state.isValid && state.toNode === null)
            store.getState().perform({ kind: "remove-edge", edgeId: edge.id });
        }}
        isValidConnection={isValid}
        connectionRadius={32}
        connectionLineComponent={DraftLine}
        connectOnClick={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        nodesDraggable={!readOnly}
        snapToGrid
        snapGrid={snapGrid}
        panOnScroll
        zoomOnDoubleClick={false}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={[1]}
        panActivationKeyCode="Space"
        deleteKeyCode={null}
        disableKeyboardA11y
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={{ padding: 0.2, maxZoom: 1 }}
        onlyRenderVisibleElements={document.nodes.length > 150}
        proOptions={{ hideAttribution: true }}
        onDoubleClick={(event) => {
          if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
          const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
          if (!readOnly) store.getState().patch({ palette: { kind: "anywhere", at: point } });
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={gridStep} size={1} color="var(--color-line)" />
      </ReactFlow>
    </div>
  );
}

function endsOf(connection: Connection | FlowLine): Omit<FlowEdge, "id"> | null {
  const { source, sourceHandle, target, targetHandle } = connection;
  if (!sourceHandle || !targetHandle) return null;
  return { from: { node: source, port: sourceHandle }, to: { node: target, port: targetHandle } };
}
