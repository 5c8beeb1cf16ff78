import HTML

/// How the report looks, on a screen and on the A4 sheets that are filed.
enum AuditPageStyle {
    static let sheet: Markup = """

        @page { size: A4; margin: 15mm 16mm 16mm;
          @bottom-center { content: counter(page) " / " counter(pages); font-size: 10px; } }
        body { font: 15px/1.6 "Source Han Sans SC", "Noto Sans CJK SC", sans-serif;
          max-width: 760px; margin: 32px auto; color: #1b1b1b; padding: 0 16px; }
        h1 { font-size: 26px; text-align: center; letter-spacing: .1em; }
        h2 { font-size: 18px; border-bottom: 2px solid #8c1515; margin-top: 32px; }
        table { border-collapse: collapse; width: 100%; }
        td, th { border: 1px solid #c9c9c9; padding: 4px 8px; text-align: left;
          vertical-align: top; overflow-wrap: anywhere; }
        td.n, th.n { text-align: right; white-space: nowrap; }
        th { background: #f4f1ea; }
        .verdict { padding: 12px 16px; font-size: 17px; border-left: 6px solid; }
        .good { border-color: #2e7d32; background: #eef7ee; }
        .bad { border-color: #b71c1c; background: #fdeeee; }
        svg { display: block; max-width: 100%; height: auto; margin: 0 0 12px; }
        svg text { font-size: 12px; fill: #333; } svg rect { fill: #8c1515; }
        .sign { display: flex; gap: 64px; margin-top: 56px; }
        .sign div { flex: 1; border-top: 1px solid #333; padding-top: 4px; }
        @media print { body { margin: 0; padding: 0; max-width: none; font-size: 12px;
            line-height: 1.45; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          h1 { font-size: 22px; margin: 0 0 14px; } h2 { font-size: 15px; margin: 20px 0 8px; }
          .verdict { font-size: 14px; padding: 8px 14px; } td, th { padding: 2px 8px; }
          h2 { break-after: avoid; } tr, svg, .sign { break-inside: avoid; } }

        """
}
