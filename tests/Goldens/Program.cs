return Goldens.GoldenProgram.Run(args, Console.Out, Console.Error);
