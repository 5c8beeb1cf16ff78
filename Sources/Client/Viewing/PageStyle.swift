import HTML

/// How the page looks, on a screen and on A4.
enum PageStyle {
    static let sheet: Markup = """

        @page { size: A4; margin: 11mm 14mm; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #eceae4; color: #1c1c1c; line-height: 1.6;
          font: 15px "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
        main { max-width: 182mm; margin: 24px auto; padding: 0 12px; }
        .sheet { position: relative; background: #fffdf6; padding: 40px 44px 30px;
          border: 3px double #a8823a; outline: 1px solid #a8823a; outline-offset: -12px; }
        h1 { margin: 0 0 26px; text-align: center; font-size: 30px; letter-spacing: .18em;
          font-weight: 700; }
        html[lang=en] h1 { letter-spacing: .02em; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 7px 22px; margin: 0; }
        dt { color: #6b5a34; max-width: 14em; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .fields dt, .fields dd { border-bottom: 1px solid #efe6cf; padding-bottom: 6px; }
        .fields dd { font-weight: 600; margin-left: -22px; padding-left: 22px; }
        .issued { display: flex; justify-content: flex-end; align-items: center;
          min-height: 150px; margin-top: 18px; position: relative; text-align: center; }
        .issued p { margin: 2px 0; }
        .issued div { padding: 0 138px 0 0; }
        html[lang=en] .issued div { padding-right: 184px; }
        .seal { position: absolute; right: 22px; top: 0; width: 150px; height: 150px;
          color: #c8161d; opacity: .78; mix-blend-mode: multiply; }
        .stamp { position: absolute; top: 40%; left: 50%; margin: 0; padding: 8px 26px;
          transform: translate(-50%, -50%) rotate(-16deg); border: 5px solid currentColor;
          font-size: 34px; font-weight: 700; color: #b3121a; opacity: .72; white-space: nowrap; }
        .cannotTell .stamp { color: #8a5a00; }
        .invalid .seal, .cannotTell .seal { color: #8d8d8d; }
        .standing { margin: 14px 0; padding: 10px 18px; font-weight: 700; color: #fff;
          background: #1c6b3c; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .standing p { margin: 0; overflow-wrap: anywhere; }
        .invalid .standing { background: #a5141b; }
        .cannotTell .standing { background: #8a5a00; }
        .place { font-size: 12.5px; gap: 3px 18px; }
        .checks { list-style: none; margin: 12px 0; padding: 0; font-size: 12px; color: #1c6b3c;
          display: flex; flex-wrap: wrap; gap: 2px 16px; }
        .checks .failed { color: #a5141b; flex-basis: 100%; font-weight: 700; }
        footer { border-top: 1px solid #b9b09a; padding-top: 8px; font-size: 12px;
          color: #4a4a4a; }
        footer p { margin: 2px 0; overflow-wrap: anywhere; }
        @media print { body { background: #fff; font-size: 13.5px; line-height: 1.5; }
          main { margin: 0; padding: 0; max-width: none; }
          .sheet { padding: 30px 38px 18px; } h1 { margin-bottom: 16px; font-size: 27px; }
          .fields { gap: 3px 22px; } .fields dt, .fields dd { padding-bottom: 2px; }
          .issued { min-height: 136px; margin-top: 10px; } .seal { width: 136px; height: 136px; }
          .standing { margin: 10px 0; padding: 7px 16px; } .checks { margin: 8px 0; }
          html[lang=en] .issued div { padding-right: 170px; }
          .sheet, .standing, .place, .checks, footer { break-inside: avoid; }
          footer { break-before: avoid; } }

        """
}
